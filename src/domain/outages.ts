import type { Instant, Microseconds } from './instant.js';
import type { InterpolationRule } from './interpolation.js';
import type { Interval } from './intervals.js';
import { openSegments, type Segment } from './segments.js';
import type { StoreHistory } from './store-history.js';

/** Downtime without open time of another state in between. Closed time does not end it. */
export interface Outage extends Interval {
  /** How much of it is open time: its share of the downtime. */
  readonly open: Microseconds;
  /** Down from the first open instant of the window on: what was before, the window does not say. */
  readonly mayHaveBegunBefore: boolean;
  /** Down up to the last open instant of the window. */
  readonly ongoing: boolean;
}

/** The outages of a store in a window, longest first; those as long by their start. Takes what `computeUptime` takes. */
export function findOutages(store: StoreHistory, window: Interval, asOf: Instant, rule: InterpolationRule): Outage[] {
  return outagesOf(openSegments(store, window, asOf, rule)).sort((a, b) => b.open - a.open || a.from - b.from);
}

/** The outages among all segments of a window, in order. Neighbouring segments have no open time between them. */
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
    });
  }
  return outages;
}
