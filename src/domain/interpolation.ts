import type { Instant, Microseconds } from './instant.js';
import type { Interval } from './intervals.js';

export type PollStatus = 'active' | 'inactive';

/** One observation of a store. */
export interface Poll {
  readonly at: Instant;
  readonly status: PollStatus;
}

export const INTERPOLATIONS = ['nearest', 'previous'] as const;

/** How a poll speaks for the time around it: spec, 10 and 11. */
export type Interpolation = (typeof INTERPOLATIONS)[number];

/** No further than a week can a poll be asked to speak. */
export const MAX_REACH_HOURS = 168;

export interface InterpolationRule {
  readonly interpolation: Interpolation;
  /** No poll covers an instant further from it than this. */
  readonly reach: Microseconds;
}

/**
 * Calls `visit` for each stretch of an open interval that a poll covers, in order. `polls[first..end)` are the polls
 * inside `open`, sorted, one an instant. What is not visited is unobserved. Spec, 10 to 12.
 */
export function visitCovered(
  open: Interval,
  polls: readonly Poll[],
  first: number,
  end: number,
  { interpolation, reach }: InterpolationRule,
  visit: (from: Instant, to: Instant, poll: Poll) => void,
): void {
  let cellFrom = open.from;
  for (let i = first; i < end; i++) {
    const poll = polls[i]!;
    const cellTo = i + 1 === end ? open.to : boundary(poll.at, polls[i + 1]!.at, interpolation);
    const from = Math.max(cellFrom, poll.at - reach);
    const to = Math.min(cellTo, poll.at + reach);
    if (from < to) visit(from, to, poll);
    cellFrom = cellTo;
  }
}

/** Where one poll's time ends and the next one's begins. */
function boundary(at: Instant, next: Instant, interpolation: Interpolation): Instant {
  return interpolation === 'previous' ? next : at + Math.floor((next - at) / 2);
}
