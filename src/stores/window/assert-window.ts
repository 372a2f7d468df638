import { DAY, formatInstant, type Instant } from '../../domain/time/instant.js';
import type { Interval } from '../../domain/uptime/intervals.js';
import { MAX_WINDOW } from '../../domain/uptime/windows.js';
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
