import { z } from 'zod';
import { SECOND } from '../domain/instant.js';
import type { Uptime } from '../domain/uptime.js';

export const secondsOutput = z.number().meta({ description: 'Seconds, exact to the microsecond.' });

/** The fields of an answer that tell what a window's open time was. */
export const uptimeShape = {
  openSeconds: secondsOutput,
  uptimeSeconds: secondsOutput,
  downtimeSeconds: secondsOutput,
  unobservedSeconds: secondsOutput,
  coverage: z
    .number()
    .nullable()
    .meta({ description: 'The share of the open time that was observed; null when never open.' }),
};

/** What those fields say. */
export function toUptimeFields({ up, down, unobserved }: Uptime) {
  const open = up + down + unobserved;
  return {
    openSeconds: open / SECOND,
    uptimeSeconds: up / SECOND,
    downtimeSeconds: down / SECOND,
    unobservedSeconds: unobserved / SECOND,
    coverage: open === 0 ? null : (up + down) / open,
  };
}
