import type { Instant, Microseconds } from '../../time/instant.js';
import type { InterpolationRule } from '../interpolation.js';
import type { Interval } from '../intervals.js';
import { withReasons } from './outage-reasons.js';
import { openSegments, type Segment } from '../segments.js';
import type { StoreHistory } from '../store-history.js';

/** A period of downtime without open time of another state in between. Closed time does not end it. */
export interface Outage extends Interval {
  /** The open time in it, which counts as downtime. */
  readonly open: Microseconds;
  /** Down from the first open instant of the window; it may have begun before the window. */
  readonly mayHaveBegunBefore: boolean;
  /** Down up to the last open instant of the window. */
  readonly ongoing: boolean;
  /** That of the first poll in it that has one; null if none has. */
  readonly reason: string | null;
}

/** Returns the outages of a store in a window, longest first, then by start. Takes the arguments of `computeUptime`. */
export function findOutages(store: StoreHistory, window: Interval, asOf: Instant, rule: InterpolationRule): Outage[] {
  const outages = outagesOf(openSegments(store, window, asOf, rule));
  return withReasons(outages, store, asOf, rule).sort(longestFirst);
}

/** The order of outages: longest first, then by start. */
export function longestFirst(a: Outage, b: Outage): number {
  return b.open - a.open || a.from - b.from;
}

/** Returns the outages among all segments of a window, in order. Between two segments there is no open time. */
export function outagesOf(segments: readonly Segment[]): Outage[] {
  const outages: Outage[] = [];
  for (let i = 0; i < segments.length; i++) {
    if (segments[i]!.state !== 'down') continue;
    const first = i;
    let open = 0;
    for (; segments[i]?.state === 'down'; i++) open += segments[i]!.to - segments[i]!.from;
    outages.push({
      from: segments[first]!.from,
      to: segments[i - 1]!.to,
      open,
      mayHaveBegunBefore: first === 0,
      ongoing: i === segments.length,
      reason: null,
    });
  }
  return outages;
}
