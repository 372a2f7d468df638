import type { OpeningTimes } from '../../../src/domain/calendar/calendar.js';
import type { InterpolationRule, Poll } from '../../../src/domain/uptime/interpolation.js';
import { DAY, HOUR, MINUTE, type Instant } from '../../../src/domain/time/instant.js';
import type { Interval } from '../../../src/domain/uptime/intervals.js';
import type { StoreHistory } from '../../../src/domain/uptime/store-history.js';
import type { Uptime } from '../../../src/domain/uptime/uptime.js';
import { localToInstant, steadyOffsets } from './reference-clock.js';

/**
 * Computes uptime by the letter of the rules, slow and obvious, to check the fast code. Divides time wherever the state may
 * change, and decides the state of each piece. Shares only types and units with the code that it checks.
 */
export function referenceUptime(
  store: StoreHistory,
  windows: readonly Interval[],
  asOf: Instant,
  rule: InterpolationRule,
): Uptime[] {
  const edges = [...windows.flatMap(({ from, to }) => [from, to]), ...store.polls.map((poll) => poll.at)];
  const begin = Math.min(asOf, ...edges) - 3 * DAY;
  const end = Math.max(asOf, ...edges) + 3 * DAY;

  const spans = openSpans(store, begin, end);
  const clock = steadyOffsets(store.timeZone ?? 'America/Chicago', begin - 30 * DAY, end + 30 * DAY);
  const closures = (store.closures ?? []).map(({ kind, from, to, fromIsLocal, toIsLocal }) => ({
    kind,
    from: fromIsLocal === true ? localToInstant(from, clock) : from,
    to: toIsLocal === true ? localToInstant(to, clock) : to,
  }));
  const isIn = (kind: 'closed' | 'excused', instant: Instant) =>
    closures.some((closure) => closure.kind === kind && closure.from <= instant && instant < closure.to);
  const isOpen = (instant: Instant) =>
    spans.some(({ from, to }) => from <= instant && instant < to) && !isIn('closed', instant);
  const counted = store.polls.filter((poll) => poll.at <= asOf && isOpen(poll.at));

  const cuts = [
    begin,
    end,
    ...edges,
    ...spans.flatMap(({ from, to }) => [from, to]),
    ...closures.flatMap(({ from, to }) => [from, to]),
    ...counted.flatMap((poll) => [poll.at - rule.reach, poll.at + rule.reach]),
    ...counted.slice(1).map((poll, i) => Math.floor((counted[i]!.at + poll.at) / 2)),
  ];
  const pieces = consecutive(cuts.filter((cut) => begin <= cut && cut <= end));

  const totals = windows.map((): Uptime => ({ up: 0, down: 0, unobserved: 0, excused: 0 }));
  for (const openPieces of runs(pieces, ({ from }) => isOpen(from))) {
    const open: Interval = { from: openPieces[0]!.from, to: openPieces.at(-1)!.to };
    const polls = counted.filter((poll) => open.from <= poll.at && poll.at < open.to);
    for (const piece of openPieces) {
      const state = isIn('excused', piece.from) ? 'excused' : stateAt(piece.from, polls, rule);
      windows.forEach((window, w) => {
        if (window.from <= piece.from && piece.to <= window.to) totals[w]![state] += piece.to - piece.from;
      });
    }
  }
  return totals;
}

/** Returns the state, by the polls of one open interval, of the microsecond that begins at `instant`. Rules 10 to 12. */
function stateAt(instant: Instant, polls: readonly Poll[], { interpolation, reach }: InterpolationRule): keyof Uptime {
  const speaker = interpolation === 'nearest' ? nearest(instant, polls) : previousOrFirst(instant, polls);
  if (speaker === undefined) return 'unobserved';
  if (instant < speaker.at - reach || instant >= speaker.at + reach) return 'unobserved';
  return speaker.status === 'active' ? 'up' : 'down';
}

/** Returns the poll nearest to the middle of a microsecond; of two equally near, the later one, as midpoints are rounded down. */
function nearest(instant: Instant, polls: readonly Poll[]): Poll | undefined {
  const distance = (poll: Poll) => Math.abs(2 * (poll.at - instant) - 1);
  return polls.reduce<Poll | undefined>(
    (best, poll) => (best === undefined || distance(poll) <= distance(best) ? poll : best),
    undefined,
  );
}

function previousOrFirst(instant: Instant, polls: readonly Poll[]): Poll | undefined {
  return polls.filter((poll) => poll.at <= instant).at(-1) ?? polls[0];
}

/** Returns the intervals that begin on each date, neither sorted nor joined. Rules 1 to 5, 18 to 20. */
function openSpans(store: StoreHistory, begin: Instant, end: Instant): Interval[] {
  const { hours, specialHours = [], timeZone } = store;
  if (hours.length === 0 && specialHours.length === 0) return [{ from: begin, to: end }];
  const clock = steadyOffsets(timeZone ?? 'America/Chicago', begin - 5 * DAY, end + 5 * DAY);
  const spans: Interval[] = [];
  for (let midnight = Math.floor(begin / DAY) * DAY - 3 * DAY; midnight < end + 2 * DAY; midnight += DAY) {
    for (const times of timesOn(midnight, store)) {
      spans.push({
        from: localToInstant(midnight + times.open, clock),
        to: localToInstant(closing(midnight, times), clock),
      });
    }
  }
  return spans.filter(({ from, to }) => from < to);
}

/** Returns the times of a date: the special ones if it has any, else those of its rows in force, else all day without rows. */
function timesOn(midnight: number, { hours, specialHours = [] }: StoreHistory): readonly OpeningTimes[] {
  const date = Math.floor(midnight / DAY);
  for (const special of specialHours) if (special.date === date) return special.intervals;
  if (hours.length === 0) return [{ open: 0, close: DAY }];
  const sundayFirst = new Date(midnight / 1000).getUTCDay();
  const found: OpeningTimes[] = [];
  for (const row of hours.filter(({ dayOfWeek }) => (dayOfWeek + 1) % 7 === sundayFirst)) {
    if ('closed' in row) continue;
    if (row.validFrom !== undefined && date < row.validFrom) continue;
    if (row.validThrough !== undefined && date > row.validThrough) continue;
    found.push(row);
  }
  return found;
}

function closing(midnight: number, { open, close }: OpeningTimes): number {
  const nextMidnight = midnight + DAY;
  if (close >= 23 * HOUR + 59 * MINUTE) return nextMidnight;
  if (close <= open) return nextMidnight + close;
  return midnight + close;
}

/** Returns the intervals between neighbouring instants. */
function consecutive(cuts: readonly Instant[]): Interval[] {
  const sorted = [...new Set(cuts)].sort((a, b) => a - b);
  return sorted.slice(1).map((to, i) => ({ from: sorted[i]!, to }));
}

/** Returns the longest runs of neighbours that all satisfy a condition. */
function runs<T>(items: readonly T[], condition: (item: T) => boolean): T[][] {
  const found: T[][] = [];
  let inRun = false;
  for (const item of items) {
    const holds = condition(item);
    if (holds && inRun) found.at(-1)!.push(item);
    else if (holds) found.push([item]);
    inRun = holds;
  }
  return found;
}
