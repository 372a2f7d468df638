import { z } from 'zod';
import { SECOND } from '../domain/time/instant.js';
import { uptimePercent } from '../domain/uptime/uptime-percent.js';
import type { Uptime } from '../domain/uptime/uptime.js';

export const secondsOutput = z.number().meta({ description: 'Seconds, exact to the microsecond.' });

/** The fields of a response with the numbers of a window. */
export const uptimeShape = {
  openSeconds: secondsOutput,
  uptimeSeconds: secondsOutput,
  downtimeSeconds: secondsOutput,
  unobservedSeconds: secondsOutput,
  coverage: z
    .number()
    .nullable()
    .meta({ description: 'The observed share of the open time; null if the store was never open.' }),
  uptimePercent: z
    .number()
    .min(0)
    .max(100)
    .nullable()
    .meta({
      description:
        'Uptime in per cent of the observed open time, rounded down to two decimals: 100 means that nothing was down. Null if ' +
        'nothing was observed. Rule 22.',
    }),
};

export function toUptimeFields({ up, down, unobserved }: Uptime) {
  const open = up + down + unobserved;
  return {
    openSeconds: open / SECOND,
    uptimeSeconds: up / SECOND,
    downtimeSeconds: down / SECOND,
    unobservedSeconds: unobserved / SECOND,
    coverage: open === 0 ? null : (up + down) / open,
    uptimePercent: uptimePercent({ up, down }),
  };
}
