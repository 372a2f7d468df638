import type { OpeningTimes } from './calendar.js';

/** The length of the reason of special hours. */
export const MAX_REASON_LENGTH = 500;

/** The intervals of a date. */
export const MAX_INTERVALS = 24;

/** Returns each interval of a date once, in order: how often and in which order they are given means nothing. Rule 2. */
export function distinctIntervals(intervals: readonly OpeningTimes[]): OpeningTimes[] {
  const distinct = new Map(intervals.map((times) => [`${times.open} ${times.close}`, times]));
  return [...distinct.values()].sort((one, other) => one.open - other.open || one.close - other.close);
}
