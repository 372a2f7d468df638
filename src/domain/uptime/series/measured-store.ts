import type { Calendar } from '../../calendar/calendar.js';
import { timeOfClosures } from '../../calendar/closures.js';
import type { Instant } from '../../time/instant.js';
import type { InterpolationRule } from '../interpolation.js';
import { overlap, type Interval } from '../intervals.js';
import { withReasons } from '../outages/outage-reasons.js';
import { longestFirst, outagesOf, type Outage } from '../outages/outages.js';
import { excuse, type Segment } from '../segments.js';
import { noTime, type Uptime } from '../uptime.js';
import type { IntervalSeries } from './interval-series.js';
import { toPolls, type PollSeries } from './poll-series.js';
import { seriesSegments } from './series-segments.js';

/** The data of a store from which its row of a report is computed. */
export interface SeriesHistory extends Calendar {
  /** `pollsNeededFrom` says how far back they must go. */
  readonly polls: PollSeries;
  readonly reasons?: ReadonlyMap<Instant, string>;
}

export interface RowQuestion {
  /** None ends after the as-of instant. */
  readonly windows: readonly Interval[];
  /** The index of the window whose outages are asked for. */
  readonly longest: number;
  readonly asOf: Instant;
  readonly rule: InterpolationRule;
}

/** What a report says of a store. */
export interface MeasuredStore {
  /** In the order of the windows. */
  readonly uptimes: readonly Uptime[];
  /** Longest first, then by start. */
  readonly outages: readonly Outage[];
  /** At the as-of instant; null: another one. */
  readonly state: 'down' | 'unobserved' | null;
}

/** Returns the open intervals of a store as `openIntervals` does. */
type FindOpenIntervals = (calendar: Calendar, from: Instant, to: Instant) => IntervalSeries;

/**
 * Computes the row of a store in one pass over its polls: what `computeUptime` says of each window, `findOutages` of the longest one,
 * and `stateAt` of the as-of instant. The tests hold it against these.
 */
export function measureStore(store: SeriesHistory, question: RowQuestion, findOpen: FindOpenIntervals): MeasuredStore {
  const { windows, longest, asOf, rule } = question;
  const period = { from: Math.min(asOf - 1, ...windows.map(({ from }) => from)), to: asOf };
  const open = findOpen(store, store.polls.count === 0 ? period.from : Math.min(store.polls.at[0]!, period.from), asOf);
  const found = seriesSegments(open, store.polls, { period, asOf, rule });
  const segments = excuse(found, timeOfClosures(store, 'excused'));
  const uptimes = windows.map((window) => timeIn(segments, window));
  return {
    uptimes,
    outages: uptimes[longest]!.down === 0 ? [] : outagesIn(segments, store, question),
    state: stateAtEnd(segments, asOf),
  };
}

function timeIn(segments: readonly Segment[], window: Interval): Uptime {
  const time = noTime();
  for (const segment of segments) time[segment.state] += overlap(segment, window);
  return time;
}

function outagesIn(
  segments: readonly Segment[],
  { polls, ...store }: SeriesHistory,
  { windows, longest, asOf, rule }: RowQuestion,
): Outage[] {
  const window = windows[longest]!;
  const outages = outagesOf(clip(segments, window));
  const hasReasons = store.reasons !== undefined && store.reasons.size > 0;
  const explained = hasReasons ? withReasons(outages, { ...store, polls: toPolls(polls) }, asOf, rule) : outages;
  return explained.sort(longestFirst);
}

/** Returns the parts of segments that lie in a window. */
function clip(segments: readonly Segment[], { from, to }: Interval): readonly Segment[] {
  if (segments.length === 0 || (segments[0]!.from >= from && segments.at(-1)!.to <= to)) return segments;
  return segments
    .filter((segment) => segment.to > from && segment.from < to)
    .map((segment) => ({ ...segment, from: Math.max(segment.from, from), to: Math.min(segment.to, to) }));
}

function stateAtEnd(segments: readonly Segment[], asOf: Instant): MeasuredStore['state'] {
  const last = segments.at(-1);
  if (last === undefined || last.to < asOf) return null;
  return last.state === 'down' || last.state === 'unobserved' ? last.state : null;
}
