import { timeOfClosures } from '../../calendar/closures.js';
import type { Instant } from '../../time/instant.js';
import { divide } from '../excused.js';
import { explainSegments, type ExplainedSegment } from './explained-segments.js';
import { visitCovered, type InterpolationRule, type Poll } from '../interpolation.js';
import { intersection, type Interval } from '../intervals.js';
import { visitOpenIntervals, type StoreHistory } from '../store-history.js';

/**
 * Why a poll determines nothing of a window: it lies in closed time (rule 6), the next poll is a microsecond later, so that no
 * time is left between them (rule 10), all that it covers is excused (rule 21), or it lies at the window's end and covers only
 * the time after it.
 */
export type UncountedReason = 'closed' | 'next poll at once' | 'excused' | 'at the end';

export interface TimelinePoll extends Poll {
  /** Null if the poll determines the state of a part of the window. */
  readonly reason: UncountedReason | null;
}

/** Everything from which the numbers of a window follow. */
export interface Timeline {
  /** The parts of open intervals that lie in the window. */
  readonly open: readonly Interval[];
  /** The polls that determine the state of a part of the window, and all polls in it or at its end. */
  readonly polls: readonly TimelinePoll[];
  readonly segments: readonly ExplainedSegment[];
}

/** Explains the state of a store in a window. Takes the arguments of `computeUptime`, and agrees with it. */
export function explainUptime(store: StoreHistory, window: Interval, asOf: Instant, rule: InterpolationRule): Timeline {
  const open: Interval[] = [];
  const counted = new Set<Poll>();
  const covered: (Interval & { poll: Poll })[] = [];
  visitOpenIntervals(store, window.from, asOf, (interval, first, end) => {
    const inWindow = intersection(interval, window);
    if (inWindow !== null) open.push(inWindow);
    for (let i = first; i < end; i++) counted.add(store.polls[i]!);
    visitCovered(interval, store.polls, first, end, rule, (from, to, poll) => {
      const part = intersection({ from, to }, window);
      if (part !== null) covered.push({ ...part, poll });
    });
  });
  const covering = new Set<Poll>();
  const excused = new Set<Poll>();
  divide(covered, timeOfClosures(store, 'excused'), ({ poll }, _from, _to, isExcused) =>
    (isExcused ? excused : covering).add(poll),
  );

  const reasonOf = (poll: Poll): UncountedReason => {
    if (!counted.has(poll)) return 'closed';
    if (excused.has(poll)) return 'excused';
    return poll.at < window.to ? 'next poll at once' : 'at the end';
  };
  const isInWindow = ({ at }: Poll) => window.from <= at && at <= Math.min(window.to, asOf);
  const polls = store.polls
    .filter((poll) => covering.has(poll) || isInWindow(poll))
    .map((poll): TimelinePoll => ({ ...poll, reason: covering.has(poll) ? null : reasonOf(poll) }));
  return { open, polls, segments: explainSegments(store, window, asOf, rule) };
}
