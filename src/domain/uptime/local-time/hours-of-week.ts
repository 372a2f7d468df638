import { HOUR, SECOND, DAY, type Instant } from '../../time/instant.js';
import { dayOfWeekOf } from '../../time/local-date.js';
import { zoneOffsets, type ZoneOffsets } from '../../time-zones/zone-offsets.js';
import type { Interval } from '../intervals.js';
import type { Segment } from '../segments.js';
import { noTime, type Uptime } from '../uptime.js';

const HOURS_OF_DAY = 24;

/** The uptime of an hour of the week on a local clock, of all weeks of a window. */
export interface HourOfWeek {
  /** 0 is Monday. */
  readonly dayOfWeek: number;
  /** 0 to 23. */
  readonly hour: number;
  readonly uptime: Uptime;
}

/**
 * Returns the uptime of the 168 hours of a week, Monday 00:00 first, by the segments of a window. An hour that occurs twice
 * on a day counts twice in the same cell.
 */
export function uptimeByHourOfWeek(segments: readonly Segment[], timeZone: string): HourOfWeek[] {
  const zone = zoneOffsets(timeZone);
  const cells = Array.from({ length: 7 * HOURS_OF_DAY }, (_, cell): HourOfWeek => {
    return { dayOfWeek: Math.floor(cell / HOURS_OF_DAY), hour: cell % HOURS_OF_DAY, uptime: noTime() };
  });
  for (const { state, ...segment } of segments) {
    visitLocalHours(segment, zone, (from, to, cell) => (cells[cell]!.uptime[state] += to - from));
  }
  return cells;
}

/** Divides an interval where the hour changes on a local clock. `cell` is the hour of the week, from 0 to 167. */
function visitLocalHours(
  { from, to }: Interval,
  zone: ZoneOffsets,
  visit: (from: Instant, to: Instant, cell: number) => void,
): void {
  for (let start = from; start < to;) {
    const local = start + zone.offsetAt(start);
    const nextHour = start + HOUR - (((local % HOUR) + HOUR) % HOUR);
    const end = steadyUntil(zone, start, Math.min(nextHour, to));
    const day = Math.floor(local / DAY);
    visit(start, end, dayOfWeekOf(day) * HOURS_OF_DAY + Math.floor((local - day * DAY) / HOUR));
    start = end;
  }
}

/**
 * Returns when the offset that is in force at `start` ends, `limit` at the latest. No clock changes twice within an hour,
 * and all change at a whole second.
 */
function steadyUntil(zone: ZoneOffsets, start: Instant, limit: Instant): Instant {
  const offset = zone.offsetAt(start);
  if (zone.offsetAt(limit - 1) === offset) return limit;
  let [before, after] = [Math.floor(start / SECOND), Math.ceil(limit / SECOND)];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offsetAt(middle * SECOND) === offset) before = middle;
    else after = middle;
  }
  return after * SECOND;
}
