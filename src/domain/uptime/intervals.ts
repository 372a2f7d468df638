import type { Instant, Microseconds } from '../time/instant.js';

/** A half-open interval of time: `from` is included, `to` is not. */
export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

/** Returns the maximal intervals that cover the same time: sorted, disjoint, not adjacent, not empty. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
  const merged: { from: Instant; to: Instant }[] = [];
  for (const { from, to } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** Returns what is left of intervals without the time that is taken. Both are sorted and disjoint. */
export function subtract(intervals: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let next = 0;
  for (const { from, to } of intervals) {
    while (next < taken.length && taken[next]!.to <= from) next++;
    let start = from;
    for (let t = next; t < taken.length && taken[t]!.from < to; t++) {
      if (start < taken[t]!.from) left.push({ from: start, to: taken[t]!.from });
      start = taken[t]!.to;
    }
    if (start < to) left.push({ from: start, to });
  }
  return left;
}

/** Returns the duration of the overlap of two intervals. */
export function overlap(a: Interval, b: Interval): Microseconds {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}

/** Returns the overlap of two intervals; null if there is none. */
export function intersection(a: Interval, b: Interval): Interval | null {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from < to ? { from, to } : null;
}
