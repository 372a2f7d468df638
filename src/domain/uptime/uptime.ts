import { timeOfClosures } from '../calendar/closures.js';
import { ExcusedTime } from './excused.js';
import { visitCovered, type InterpolationRule } from './interpolation.js';
import type { Instant, Microseconds } from '../time/instant.js';
import { overlap, type Interval } from './intervals.js';
import { visitOpenIntervals, type StoreHistory } from './store-history.js';

/** The open time of a window by state. The four add up to the window's open time, to the microsecond. */
export interface Uptime {
  up: Microseconds;
  down: Microseconds;
  unobserved: Microseconds;
  /** Rule 21. */
  excused: Microseconds;
}

/** Returns no time in any state, to add to. */
export function noTime(): Uptime {
  return { up: 0, down: 0, unobserved: 0, excused: 0 };
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
 * Computes the uptime, downtime, unobserved and excused time of one store in each window, in the order of the windows. No
 * window may end after `asOf`, and polls after it do not count. Rules 6 to 12 and 21.
 */
export function computeUptime(
  store: StoreHistory,
  windows: readonly Interval[],
  asOf: Instant,
  rule: InterpolationRule,
): Uptime[] {
  const totals = windows.map(noTime);
  const start = Math.min(...windows.map((window) => window.from));
  const excused = new ExcusedTime(timeOfClosures(store, 'excused'));
  visitOpenIntervals(store, start, asOf, (open, first, end) => {
    excused.advance(open.from);
    windows.forEach((window, w) => {
      const total = totals[w]!;
      const time = overlap(open, window);
      const excusedTime = excused.within(Math.max(open.from, window.from), Math.min(open.to, window.to));
      total.excused += excusedTime;
      total.unobserved += time - excusedTime;
    });
    visitCovered(open, store.polls, first, end, rule, (from, to, { status }) => {
      excused.advance(from);
      for (let w = 0; w < windows.length; w++) {
        const [begin, stop] = [Math.max(from, windows[w]!.from), Math.min(to, windows[w]!.to)];
        if (begin >= stop) continue;
        const covered = stop - begin - excused.within(begin, stop);
        const total = totals[w]!;
        if (status === 'active') total.up += covered;
        else total.down += covered;
        total.unobserved -= covered;
      }
    });
  });
  return totals;
}
