import { z } from 'zod';
import { formatInstant } from '../../domain/time/instant.js';
import type { Interval } from '../../domain/uptime/intervals.js';
import type { Uptime } from '../../domain/uptime/uptime.js';
import { instantOutput } from '../schemas.js';
import { toUptimeFields, uptimeShape } from './uptime.dto.js';

/** A window with its numbers, in a response. */
export const uptimeOfWindowSchema = z
  .strictObject({ from: instantOutput, to: instantOutput, ...uptimeShape })
  .meta({ id: 'UptimeOfWindow' });

export type UptimeOfWindowDto = z.infer<typeof uptimeOfWindowSchema>;

export function toUptimeOfWindow({ from, to }: Interval, uptime: Uptime): UptimeOfWindowDto {
  return { from: formatInstant(from), to: formatInstant(to), ...toUptimeFields(uptime) };
}
