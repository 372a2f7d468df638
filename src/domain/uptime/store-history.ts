import { openIntervals, type Calendar } from '../calendar/calendar.js';
import type { Instant } from '../time/instant.js';
import type { Poll } from './interpolation.js';
import type { Interval } from './intervals.js';

/** The data of a store from which its uptime is computed. */
export interface StoreHistory extends Calendar {
  /** Sorted, one per instant. `pollsNeededFrom` says how far back they must go. */
  readonly polls: readonly Poll[];
  /** What polls say about why the store was as they found it, by their instant. */
  readonly reasons?: ReadonlyMap<Instant, string>;
}

/**
 * Calls `visit` for each open interval that overlaps `[from, asOf]` or the time since the first poll, in order.
 * `store.polls[first..end)` are the polls that count in it. Takes time linear in the polls and the days. Rules 6 to 8.
 */
export function visitOpenIntervals(
  store: StoreHistory,
  from: Instant,
  asOf: Instant,
  visit: (open: Interval, first: number, end: number) => void,
): void {
  const { polls } = store;
  let next = 0;
  for (const open of openIntervals(store, Math.min(polls[0]?.at ?? Infinity, from), asOf)) {
    while (next < polls.length && polls[next]!.at < open.from) next++;
    const first = next;
    while (next < polls.length && polls[next]!.at < open.to && polls[next]!.at <= asOf) next++;
    visit(open, first, next);
  }
}
