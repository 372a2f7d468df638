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
  excusedSeconds: secondsOutput.meta({
    description:
      'Open time that closures excuse: it counts as neither up, down nor unobserved. Seconds, exact. Rule 21.',
  }),
  coverage: z
    .number()
    .nullable()
    .meta({ description: 'The observed share of the open time that is not excused; null if there is none.' }),
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
  const [up, down] = [BigInt(uptime.up), BigInt(uptime.down)];
  const [unobserved, excused] = [BigInt(uptime.unobserved), BigInt(uptime.excused)];
  const unexcused = up + down + unobserved;
  const seconds = (micros: bigint) => Number(micros) / SECOND;
  return {
    openSeconds: seconds(unexcused + excused),
    uptimeSeconds: seconds(up),
    downtimeSeconds: seconds(down),
    unobservedSeconds: seconds(unobserved),
    excusedSeconds: seconds(excused),
    coverage: unexcused === 0n ? null : Number(up + down) / Number(unexcused),
    uptimePercent: uptimePercent({ up, down }),
  };
}
