import { timeOfClosures } from '../calendar/closures.js';
import type { Instant } from '../time/instant.js';
import { divide } from './excused.js';
import { visitCovered, type InterpolationRule } from './interpolation.js';
import { intersection, type Interval } from './intervals.js';
import { visitOpenIntervals, type StoreHistory } from './store-history.js';
import type { Uptime } from './uptime.js';

/** A period of open time in one state. */
export interface Segment extends Interval {
  readonly state: keyof Uptime;
}

/**
 * Divides the open time of a window where its state changes: sorted, each segment maximal within its open interval. The
 * segments of a state add up to its time in `computeUptime`.
 */
export function openSegments(
  store: StoreHistory,
  window: Interval,
  asOf: Instant,
  rule: InterpolationRule,
): readonly Segment[] {
  const segments: MutableSegment[] = [];
  const add = (from: Instant, to: Instant, state: Segment['state']) => addSegment(segments, from, to, state);
  visitOpenIntervals(store, window.from, asOf, (interval, first, end) => {
    const open = intersection(interval, window);
    if (open === null) return;
    let done = open.from;
    visitCovered(interval, store.polls, first, end, rule, (from, to, { status }) => {
      const covered = intersection({ from, to }, open);
      if (covered === null) return;
      add(done, covered.from, 'unobserved');
      add(covered.from, covered.to, status === 'active' ? 'up' : 'down');
      done = covered.to;
    });
    add(done, open.to, 'unobserved');
  });
  return excuse(segments, timeOfClosures(store, 'excused'));
}

/** A segment that may still grow. */
export interface MutableSegment {
  from: Instant;
  to: Instant;
  readonly state: Segment['state'];
}

/** Adds a stretch to segments in order. Open intervals never touch, so only segments of one interval are joined. */
export function addSegment(segments: MutableSegment[], from: Instant, to: Instant, state: Segment['state']): void {
  const last = segments.at(-1);
  if (last?.to === from && last.state === state) last.to = to;
  else if (from < to) segments.push({ from, to, state });
}

/** Whatever state the excused time would have had, it counts as excused. Rule 21. */
export function excuse(segments: readonly Segment[], excused: readonly Interval[]): readonly Segment[] {
  if (excused.length === 0) return segments;
  const counted: MutableSegment[] = [];
  divide(segments, excused, ({ state }, from, to, isExcused) => {
    addSegment(counted, from, to, isExcused ? 'excused' : state);
  });
  return counted;
}
