import { DAY, HOUR, type Instant, type Microseconds } from './instant.js';
import type { Interval } from './intervals.js';

export type WindowName = 'last_hour' | 'last_day' | 'last_week';

/** The windows of a report, in the order of its columns. Elapsed time, not calendar time: spec, "Terms". */
export const WINDOW_LENGTHS: readonly { readonly name: WindowName; readonly length: Microseconds }[] = [
  { name: 'last_hour', length: HOUR },
  { name: 'last_day', length: DAY },
  { name: 'last_week', length: 7 * DAY },
];

/** A stretch of time that sums are made over, with the name its numbers go by. */
export interface Window extends Interval {
  readonly name: WindowName;
}

/** The windows of a report as of an instant: each ends there. */
export function reportWindows(asOf: Instant): Window[] {
  return WINDOW_LENGTHS.map(({ name, length }) => ({ name, from: asOf - length, to: asOf }));
}
