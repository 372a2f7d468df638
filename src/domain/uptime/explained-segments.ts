import type { Instant } from '../time/instant.js';
import { visitCovered, type InterpolationRule, type Poll } from './interpolation.js';
import { intersection, type Interval } from './intervals.js';
import type { Segment } from './segments.js';
import { visitOpenIntervals, type StoreHistory } from './store-history.js';

/**
 * Why a segment begins or ends where it does: the store opens or closes (rule 6), at the midpoint of two polls (10), at a poll
 * (11), a poll reaches no further (12), or the window or the as-of instant (7) is there.
 */
export const BOUND_REASONS = ['opening', 'closing', 'midpoint', 'poll', 'reach', 'window', 'asOf'] as const;
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
  /** Null if the segment is unobserved. */
  readonly polls: CoveringPolls | null;
}

/** Returns the segments of `openSegments`, each with the reasons for its state and its bounds. */
export function explainSegments(
  store: StoreHistory,
  window: Interval,
  asOf: Instant,
  rule: InterpolationRule,
): ExplainedSegment[] {
  const segments: ExplainedSegment[] = [];
  const endOfWindow: BoundReason = window.to === asOf ? 'asOf' : 'window';
  visitOpenIntervals(store, window.from, asOf, (interval, first, end) => {
    const open = intersection(interval, window);
    if (open === null) return;
    let done = boundOf(open.from, open.from === interval.from ? 'opening' : 'window');
    const addUnobserved = (ends: Bound) => {
      if (done.at === ends.at) return;
      segments.push({ from: done.at, to: ends.at, state: 'unobserved', begins: done, ends, polls: null });
    };
    visitCovered(interval, store.polls, first, end, rule, (from, to, poll, index) => {
      const part = intersection({ from, to }, open);
      if (part === null) return;
      const cover = { from, to, poll, before: store.polls[index - 1], after: store.polls[index + 1] };
      const begins = part.from > from ? boundOf(part.from, 'window') : beginningOf(cover, interval, rule);
      const ends = part.to < to ? boundOf(part.to, endOfWindow) : endOf(cover, interval, rule);
      addUnobserved(begins);
      addObserved(segments, poll.status === 'active' ? 'up' : 'down', begins, ends, poll.at);
      done = ends;
    });
    addUnobserved(boundOf(open.to, open.to === interval.to ? 'closing' : endOfWindow));
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

/** Adds what one poll covers, or joins it to what the polls before it cover in the same state. */
function addObserved(
  segments: ExplainedSegment[],
  state: Segment['state'],
  begins: Bound,
  ends: Bound,
  poll: Instant,
): void {
  const last = segments.at(-1);
  if (last?.polls != null && last.to === begins.at && last.state === state) {
    const polls = { ...last.polls, count: last.polls.count + 1, last: poll };
    segments[segments.length - 1] = { ...last, to: ends.at, ends, polls };
    return;
  }
  segments.push({ from: begins.at, to: ends.at, state, begins, ends, polls: { count: 1, first: poll, last: poll } });
}
