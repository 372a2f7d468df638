import { intersection, type Interval } from '../intervals.js';
import type { Segment } from '../segments.js';
import { noTime, type Uptime } from '../uptime.js';

/**
 * Returns the uptime of each of some periods, which are sorted and do not overlap, by the segments of a window. What of a
 * period lies outside the window counts nothing.
 */
export function uptimeOfPeriods(segments: readonly Segment[], periods: readonly Interval[]): Uptime[] {
  const totals = periods.map(noTime);
  let next = 0;
  for (const segment of segments) {
    while (next < periods.length && periods[next]!.to <= segment.from) next++;
    for (let p = next; p < periods.length && periods[p]!.from < segment.to; p++) {
      const part = intersection(segment, periods[p]!);
      if (part !== null) totals[p]![segment.state] += part.to - part.from;
    }
  }
  return totals;
}
