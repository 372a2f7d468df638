import { openIntervals } from '../calendar/calendar.js';
import { DAY, type Instant, type Microseconds } from '../time/instant.js';
import type { InterpolationRule } from './interpolation.js';
import { findOutages } from './outages/outages.js';
import { openSegments } from './segments.js';
import type { StoreHistory } from './store-history.js';

/** The states of a store at an instant. `closed`: it need not be open. `excused`: whatever it is, it is not held against it. */
export const NOW_STATES = ['down', 'unobserved', 'up', 'closed', 'excused'] as const;
export type NowState = (typeof NOW_STATES)[number];

/** An outage that has not ended, of a store that should be open. */
export interface CurrentOutage {
  readonly since: Instant;
  readonly open: Microseconds;
  /** Down from the first open instant that was looked at; it may have begun before. */
  readonly mayHaveBegunBefore: boolean;
}

const WEEK: Microseconds = 7 * DAY;

/** How far back an outage is followed. */
export const OUTAGE_HISTORY = WEEK;

/** Hours are looked at a day longer than a week, to see whether a store closes within it. */
const NEXT_CLOSING: Microseconds = WEEK + DAY;

/** The last microsecond before an instant: what a store was when the as-of instant came. */
const justBefore = (asOf: Instant) => ({ from: asOf - 1, to: asOf });

/** Returns the state of a store at the as-of instant, as `computeUptime` counts the time just before it. */
export function stateAt(store: StoreHistory, asOf: Instant, rule: InterpolationRule): NowState {
  return openSegments(store, justBefore(asOf), asOf, rule).at(-1)?.state ?? 'closed';
}

/** Returns the outage of a store that is down at the as-of instant; null if it is not. */
export function currentOutage(store: StoreHistory, asOf: Instant, rule: InterpolationRule): CurrentOutage | null {
  const window = { from: asOf - OUTAGE_HISTORY, to: asOf };
  const current = findOutages(store, window, asOf, rule).find(({ ongoing, to }) => ongoing && to === asOf);
  if (current === undefined) return null;
  const { from: since, open, mayHaveBegunBefore } = current;
  return { since, open, mayHaveBegunBefore };
}

/** Returns when a store that is open at an instant closes; null if it is closed, or does not close within a week. */
export function closingAfter(store: StoreHistory, asOf: Instant): Instant | null {
  const { from, to } = justBefore(asOf);
  const open = openIntervals(store, from, asOf + NEXT_CLOSING).find(
    (interval) => interval.from <= from && interval.to >= to,
  );
  return open === undefined || open.to > asOf + WEEK ? null : open.to;
}
