import { DAY, formatInstant, type Instant } from '../../domain/time/instant.js';
import type { CalendarPeriod } from '../../domain/uptime/windows/calendar-periods.js';
import type { Interval } from '../../domain/uptime/intervals.js';
import { MAX_WINDOW } from '../../domain/uptime/windows/windows.js';
import { Problem } from '../../http/problems/problem.js';

/** @throws {Problem} unless a window describes what was, as of an instant */
export function assertWindow({ from, to }: Interval, asOf: Instant, now: Instant): void {
  if (from >= to) {
    throw new Problem(422, `The window is empty: from ${formatInstant(from)} is not before to ${formatInstant(to)}.`, [
      { path: 'from', message: `must be before ${formatInstant(to)}` },
    ]);
  }
  if (to - from > MAX_WINDOW) {
    throw new Problem(422, `The window is longer than ${MAX_WINDOW / DAY} days: ask for it in parts.`, [
      { path: 'from', message: `must not be before ${formatInstant(to - MAX_WINDOW)}` },
    ]);
  }
  if (to > now) {
    throw new Problem(422, `to ${formatInstant(to)} is in the future: a window describes what was.`, [
      { path: 'to', message: `must not be after ${formatInstant(now)}` },
    ]);
  }
  assertAsOf(asOf, now);
  if (to > asOf) {
    throw new Problem(
      422,
      `As of ${formatInstant(asOf)}, nothing is known of what came later: to must not be after it.`,
      [{ path: 'to', message: `must not be after ${formatInstant(asOf)}` }],
    );
  }
}

/** @throws {Problem} if an as-of instant is in the future */
export function assertAsOf(asOf: Instant, now: Instant): void {
  if (asOf <= now) return;
  throw new Problem(422, `asOf ${formatInstant(asOf)} is in the future: a window describes what was.`, [
    { path: 'asOf', message: `must not be after ${formatInstant(now)}` },
  ]);
}

/**
 * A relative period may be empty, as today is at midnight.
 * @throws {Problem} if the dates of a period have not begun
 */
export function assertBegun(
  name: string,
  period: CalendarPeriod,
  { from }: Interval,
  asOf: Instant,
  timeZone: string,
): void {
  if ('relative' in period || from < asOf) return;
  throw new Problem(422, `${name} has not begun in ${timeZone} as of ${formatInstant(asOf)}.`, [
    { path: 'window', message: 'must have begun at the as-of instant' },
  ]);
}
