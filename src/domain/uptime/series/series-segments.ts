import type { Instant, Microseconds } from '../../time/instant.js';
import type { InterpolationRule } from '../interpolation.js';
import type { Interval } from '../intervals.js';
import { addSegment, type MutableSegment, type Segment } from '../segments.js';
import type { IntervalSeries } from './interval-series.js';
import type { PollSeries } from './poll-series.js';

/** What a report looks at: `period` ends at the as-of instant or before. */
export interface SeriesQuestion {
  readonly period: Interval;
  readonly asOf: Instant;
  readonly rule: InterpolationRule;
}

/**
 * Divides the open time of a period where its state changes, as `openSegments` does, except that no time is excused. `open` has the
 * open intervals of the store that overlap the period or the time since its first poll.
 *
 * Most polls find the store as the one before did, and reach it: they are passed over in one comparison. Rules 8 to 12.
 */
export function seriesSegments(
  open: IntervalSeries,
  polls: PollSeries,
  { period, asOf, rule: { interpolation, reach } }: SeriesQuestion,
): Segment[] {
  const isNearest = interpolation === 'nearest';
  // Two polls whose instants are no further apart leave nothing unobserved between them.
  const joined: Microseconds = isNearest ? 2 * reach : reach;
  const segments: MutableSegment[] = [];
  const { at, active } = polls;
  const count = countUntil(polls, asOf);
  let i = 0;
  for (let interval = 0; interval < open.count; interval++) {
    const [opens, closes] = [open.from[interval]!, open.to[interval]!];
    while (i < count && at[i]! < opens) i++;
    let done = Math.max(opens, period.from);
    const stop = Math.min(closes, period.to);
    let cellFrom = opens;
    while (i < count && at[i]! < closes) {
      const state = active[i]!;
      const coverFrom = Math.max(cellFrom, at[i]! - reach);
      while (i + 1 < count && active[i + 1] === state && at[i + 1]! < closes && at[i + 1]! - at[i]! <= joined) i++;
      const last = at[i]!;
      i++;
      if (i === count || at[i]! >= closes) cellFrom = closes;
      else cellFrom = isNearest ? last + Math.floor((at[i]! - last) / 2) : at[i]!;
      const [from, to] = [Math.max(coverFrom, done), Math.min(cellFrom, last + reach, stop)];
      if (from >= to) continue;
      addSegment(segments, done, from, 'unobserved');
      addSegment(segments, from, to, state === 1 ? 'up' : 'down');
      done = to;
    }
    addSegment(segments, done, stop, 'unobserved');
  }
  return segments;
}

/** Returns how many polls are not after an instant. */
function countUntil({ count, at }: PollSeries, asOf: Instant): number {
  let counted = count;
  while (counted > 0 && at[counted - 1]! > asOf) counted--;
  return counted;
}
