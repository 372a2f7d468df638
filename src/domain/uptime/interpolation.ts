import type { Instant, Microseconds } from '../time/instant.js';
import type { Interval } from './intervals.js';

export type PollStatus = 'active' | 'inactive';

/** One observation of a store. */
export interface Poll {
  readonly at: Instant;
  readonly status: PollStatus;
}

export const INTERPOLATIONS = ['nearest', 'previous'] as const;

/** How a poll covers the time around it: rules 10 and 11. */
export type Interpolation = (typeof INTERPOLATIONS)[number];

/** A reach of more than a week is rejected. */
export const MAX_REACH_HOURS = 168;

export interface InterpolationRule {
  readonly interpolation: Interpolation;
  /** A poll covers no instant that is further from it. */
  readonly reach: Microseconds;
}

/**
 * Calls `visit` for each part of an open interval that a poll, `polls[index]`, covers, in order. `polls[first..end)` are the polls inside
 * `open`, sorted, one per instant. The rest of the interval is unobserved. Rules 10 to 12.
 */
export function visitCovered(
  open: Interval,
  polls: readonly Poll[],
  first: number,
  end: number,
  { interpolation, reach }: InterpolationRule,
  visit: (from: Instant, to: Instant, poll: Poll, index: number) => void,
): void {
  let cellFrom = open.from;
  for (let i = first; i < end; i++) {
    const poll = polls[i]!;
    const cellTo = i + 1 === end ? open.to : boundary(poll.at, polls[i + 1]!.at, interpolation);
    const from = Math.max(cellFrom, poll.at - reach);
    const to = Math.min(cellTo, poll.at + reach);
    if (from < to) visit(from, to, poll, i);
    cellFrom = cellTo;
  }
}

/** Returns the instant at which the cover of one poll ends and that of the next begins. */
function boundary(at: Instant, next: Instant, interpolation: Interpolation): Instant {
  return interpolation === 'previous' ? next : at + Math.floor((next - at) / 2);
}
