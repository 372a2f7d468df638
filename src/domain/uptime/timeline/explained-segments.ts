import { timeOfClosures } from '../../calendar/closures.js';
import type { Instant } from '../../time/instant.js';
import { divide } from '../excused.js';
import { visitCovered, type InterpolationRule, type Poll } from '../interpolation.js';
import { intersection, type Interval } from '../intervals.js';
import type { Segment } from '../segments.js';
import { visitOpenIntervals, type StoreHistory } from '../store-history.js';

/**
 * Why a segment begins or ends where it does: the store opens or closes (rule 6), at the midpoint of two polls (10), at a poll
 * (11), a poll reaches no further (12), a closure begins or ends (21), or the window or the as-of instant (7) is there.
 */
export const BOUND_REASONS = ['opening', 'closing', 'midpoint', 'poll', 'reach', 'closure', 'window', 'asOf'] as const;
export type BoundReason = (typeof BOUND_REASONS)[number];

export interface Bound {
  readonly at: Instant;
  readonly because: BoundReason;
  /** `midpoint`: the poll on the other side; `poll`, `reach`: the poll itself. Null for other reasons. */
  readonly poll: Instant | null;
}

/** The polls of a segment that cover a part of it. All found the same. */
export interface CoveringPolls {
  readonly count: number;
  readonly first: Instant;
  readonly last: Instant;
}

export interface ExplainedSegment extends Segment {
  readonly begins: Bound;
  readonly ends: Bound;
  /** Null if the segment is unobserved or excused. */
  readonly polls: CoveringPolls | null;
}

/** Returns the segments of `openSegments`, each with the reasons for its state and its bounds. */
export function explainSegments(
  store: StoreHistory,
  window: Interval,
  asOf: Instant,
  rule: InterpolationRule,
): ExplainedSegment[] {
  const closed = timeOfClosures(store, 'closed');
  const excused = timeOfClosures(store, 'excused');
  const edges = new Set([...closed, ...excused].flatMap(({ from, to }) => [from, to]));
  const atClosure = (bound: Bound) => (edges.has(bound.at) ? boundOf(bound.at, 'closure') : bound);
  const segments: ExplainedSegment[] = [];
  divide(explainCover(store, window, asOf, rule), excused, (cover, from, to, isExcused) => {
    const begins = from === cover.from ? atClosure(cover.begins) : boundOf(from, 'closure');
    const ends = to === cover.to ? atClosure(cover.ends) : boundOf(to, 'closure');
    const { state, polls } = cover;
    if (!isExcused) addJoined(segments, { from, to, state, begins, ends, polls });
    else {
      addJoined(segments, { from, to, state: 'excused', ...boundsOfExcused(begins, ends, window, asOf), polls: null });
    }
  });
  return segments;
}

/** Where a poll would begin or end what it covers, excused time is cut by the window, or goes on. */
function boundsOfExcused(
  begins: Bound,
  ends: Bound,
  window: Interval,
  asOf: Instant,
): Pick<ExplainedSegment, 'begins' | 'ends'> {
  return {
    begins: begins.poll === null ? begins : boundOf(begins.at, 'window'),
    ends: ends.poll === null ? ends : boundOf(ends.at, endReasonOf(window, asOf)),
  };
}

function endReasonOf(window: Interval, asOf: Instant): BoundReason {
  return window.to === asOf ? 'asOf' : 'window';
}

/** Explains what each poll covers of the open time of a window, and what none covers, as if nothing were excused. */
function explainCover(
  store: StoreHistory,
  window: Interval,
  asOf: Instant,
  rule: InterpolationRule,
): ExplainedSegment[] {
  const segments: ExplainedSegment[] = [];
  const endOfWindow = endReasonOf(window, asOf);
  visitOpenIntervals(store, window.from, asOf, (interval, first, end) => {
    const open = intersection(interval, window);
    if (open === null) return;
    let done = boundOf(open.from, open.from === interval.from ? 'opening' : 'window');
    const add = (state: Segment['state'], ends: Bound, polls: CoveringPolls | null) => {
      if (done.at < ends.at) segments.push({ from: done.at, to: ends.at, state, begins: done, ends, polls });
      done = ends;
    };
    visitCovered(interval, store.polls, first, end, rule, (from, to, poll, index) => {
      const part = intersection({ from, to }, open);
      if (part === null) return;
      const cover = { from, to, poll, before: store.polls[index - 1], after: store.polls[index + 1] };
      add('unobserved', part.from > from ? boundOf(part.from, 'window') : beginningOf(cover, interval, rule), null);
      const ends = part.to < to ? boundOf(part.to, endOfWindow) : endOf(cover, interval, rule);
      add(poll.status === 'active' ? 'up' : 'down', ends, { count: 1, first: poll.at, last: poll.at });
    });
    add('unobserved', boundOf(open.to, open.to === interval.to ? 'closing' : endOfWindow), null);
  });
  return segments;
}

/** What a poll covers of its open interval, with the polls before and after it. */
interface Cover extends Interval {
  readonly poll: Poll;
  readonly before: Poll | undefined;
  readonly after: Poll | undefined;
}

function beginningOf({ from, poll, before }: Cover, open: Interval, { reach }: InterpolationRule): Bound {
  if (from === open.from) return boundOf(from, 'opening');
  if (from === poll.at - reach) return boundOf(from, 'reach', poll.at);
  if (from === poll.at) return boundOf(from, 'poll', poll.at);
  return boundOf(from, 'midpoint', before!.at);
}

function endOf({ to, poll, after }: Cover, open: Interval, { interpolation, reach }: InterpolationRule): Bound {
  if (to === open.to) return boundOf(to, 'closing');
  if (to === poll.at + reach) return boundOf(to, 'reach', poll.at);
  return boundOf(to, interpolation === 'previous' ? 'poll' : 'midpoint', after!.at);
}

function boundOf(at: Instant, because: BoundReason, poll: Instant | null = null): Bound {
  return { at, because, poll };
}

/** Adds a segment, or joins it to the one before it in the same state. Open intervals never touch. */
function addJoined(segments: ExplainedSegment[], segment: ExplainedSegment): void {
  const last = segments.at(-1);
  if (last?.to !== segment.from || last.state !== segment.state) {
    segments.push(segment);
    return;
  }
  const { to, ends, polls } = segment;
  const joined = last.polls === null || polls === null ? null : join(last.polls, polls);
  segments[segments.length - 1] = { ...last, to, ends, polls: joined };
}

function join(earlier: CoveringPolls, later: CoveringPolls): CoveringPolls {
  return { count: earlier.count + later.count, first: earlier.first, last: later.last };
}
