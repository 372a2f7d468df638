import type { Instant } from './instant.js';
import { visitCovered, type InterpolationRule, type Poll } from './interpolation.js';
import { intersection, type Interval } from './intervals.js';
import { openSegments, type Segment } from './segments.js';
import { visitOpenIntervals, type StoreHistory } from './store-history.js';

/**
 * Why a poll covers nothing of a window: it lies in closed time (spec, 6), the next poll is a microsecond later, so that
 * no time is left between them (10), or it lies at the window's end and speaks only for what comes then.
 */
export type UncountedReason = 'closed' | 'next poll at once' | 'at the end';

export interface TimelinePoll extends Poll {
  /** Null where the poll covers some of the window. */
  readonly reason: UncountedReason | null;
}

/** Everything that the numbers of a window are made of. */
export interface Timeline {
  /** The open intervals, as far as they lie in the window. */
  readonly open: readonly Interval[];
  /** The polls that cover some of the window, wherever they lie, and those in it or at its end that don't. */
  readonly polls: readonly TimelinePoll[];
  readonly segments: readonly Segment[];
}

/** How the state of a store in a window comes about. Agrees with `computeUptime`, whose arguments it takes. */
export function explainUptime(store: StoreHistory, window: Interval, asOf: Instant, rule: InterpolationRule): Timeline {
  const open: Interval[] = [];
  const counted = new Set<Poll>();
  const covering = new Set<Poll>();
  visitOpenIntervals(store, window.from, asOf, (interval, first, end) => {
    const inWindow = intersection(interval, window);
    if (inWindow !== null) open.push(inWindow);
    for (let i = first; i < end; i++) counted.add(store.polls[i]!);
    visitCovered(interval, store.polls, first, end, rule, (from, to, poll) => {
      if (intersection({ from, to }, window) !== null) covering.add(poll);
    });
  });

  const reasonOf = (poll: Poll): UncountedReason => {
    if (!counted.has(poll)) return 'closed';
    return poll.at < window.to ? 'next poll at once' : 'at the end';
  };
  const isInWindow = ({ at }: Poll) => window.from <= at && at <= Math.min(window.to, asOf);
  const polls = store.polls
    .filter((poll) => covering.has(poll) || isInWindow(poll))
    .map((poll): TimelinePoll => ({ ...poll, reason: covering.has(poll) ? null : reasonOf(poll) }));
  return { open, polls, segments: openSegments(store, window, asOf, rule) };
}
