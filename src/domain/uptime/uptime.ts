import { visitCovered, type InterpolationRule } from './interpolation.js';
import type { Instant, Microseconds } from '../time/instant.js';
import { overlap, type Interval } from './intervals.js';
import { visitOpenIntervals, type StoreHistory } from './store-history.js';

/** The open time of a window by state. The three add up to the window's open time, to the microsecond. */
export interface Uptime {
  up: Microseconds;
  down: Microseconds;
  unobserved: Microseconds;
}

/** The sum of many stores: more microseconds than a number is exact to. */
export type SummedUptime = Readonly<Record<keyof Uptime, bigint>>;

/**
 * Returns the instant from which polls can cover `windows`. Earlier polls matter only for `previous`: if one exists in the
 * open interval, the next poll does not cover the time before itself. So `StoreHistory.polls` must include the newest
 * earlier poll.
 */
export function pollsNeededFrom(windows: readonly Interval[], reach: Microseconds): Instant {
  return Math.min(...windows.map((window) => window.from)) - reach;
}

/**
 * Returns the instant up to which polls can matter for `windows`: later ones reach back to none of them. Rules 12 and 26.
 */
export function pollsNeededUntil(windows: readonly Interval[], reach: Microseconds, asOf: Instant): Instant {
  return Math.min(asOf, Math.max(...windows.map((window) => window.to)) + reach);
}

/**
 * Computes uptime, downtime and unobserved time of one store in each window, in the order of the windows. No window may end
 * after `asOf`, and polls after it do not count. Rules 6 to 12.
 */
export function computeUptime(
  store: StoreHistory,
  windows: readonly Interval[],
  asOf: Instant,
  rule: InterpolationRule,
): Uptime[] {
  const totals = windows.map((): Uptime => ({ up: 0, down: 0, unobserved: 0 }));
  const start = Math.min(...windows.map((window) => window.from));
  visitOpenIntervals(store, start, asOf, (open, first, end) => {
    windows.forEach((window, w) => (totals[w]!.unobserved += overlap(open, window)));
    visitCovered(open, store.polls, first, end, rule, (from, to, { status }) => {
      for (let w = 0; w < windows.length; w++) {
        const covered = Math.min(to, windows[w]!.to) - Math.max(from, windows[w]!.from);
        if (covered <= 0) continue;
        const total = totals[w]!;
        if (status === 'active') total.up += covered;
        else total.down += covered;
        total.unobserved -= covered;
      }
    });
  });
  return totals;
}
