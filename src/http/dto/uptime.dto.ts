import { z } from 'zod';
import { SECOND } from '../../domain/time/instant.js';
import { uptimePercent } from '../../domain/uptime/uptime-percent.js';
import type { SummedUptime, Uptime } from '../../domain/uptime/uptime.js';

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

export function toUptimeFields(uptime: Uptime | SummedUptime) {
  const [up, down, unobserved] = [BigInt(uptime.up), BigInt(uptime.down), BigInt(uptime.unobserved)];
  const open = up + down + unobserved;
  const seconds = (micros: bigint) => Number(micros) / SECOND;
  return {
    openSeconds: seconds(open),
    uptimeSeconds: seconds(up),
    downtimeSeconds: seconds(down),
    unobservedSeconds: seconds(unobserved),
    coverage: open === 0n ? null : Number(up + down) / Number(open),
    uptimePercent: uptimePercent({ up, down }),
  };
}
