import { DAY, HOUR, MINUTE, parseInstant, SECOND, type Instant, type Microseconds } from '../../time/instant.js';
import { DEFAULT_TIME_ZONE } from '../../time-zones/zone-offsets.js';
import {
  parseCalendarPeriod,
  RELATIVE_PERIOD_NAMES,
  resolvePeriod,
  widestPeriod,
  type CalendarPeriod,
} from './calendar-periods.js';
import type { Interval } from '../intervals.js';
import { isProblem, type ParseProblem } from '../../parse-problem.js';

/** A period over which times are summed. Its columns are named after it. */
export interface Window extends Interval {
  readonly name: string;
  /** A period of the calendar, which each store has on its own clock. Missing: the same instants for all stores. Rule 24. */
  readonly isOfCalendar?: true;
}

/** A window before its as-of instant is known: a length up to that instant, two instants, or a period of the calendar. */
export type WindowSpec = { readonly length: Microseconds } | Interval | { readonly period: CalendarPeriod };

/** The windows of a report that requests none, in the order of its columns. Rules, "Terms". */
const DEFAULT_WINDOWS: ReadonlyMap<string, WindowSpec> = new Map([
  ['last_hour', { length: HOUR }],
  ['last_day', { length: DAY }],
  ['last_week', { length: 7 * DAY }],
]);

/** The names of the windows of a report that requests none. */
export const DEFAULT_WINDOW_NAMES: readonly string[] = [...DEFAULT_WINDOWS.keys()];

export const MAX_WINDOW: Microseconds = 366 * DAY;

/** Weeks, days, hours, minutes and seconds of ISO 8601. Years and months differ in length. */
const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?)?$/;

/**
 * Parses a requested window: an ISO 8601 duration such as `PT1H` or `P7D`, which ends at the as-of instant, an interval
 * of two instants, `2023-01-22T00:00:00Z/2023-01-23T00:00:00Z`, or a period of the calendar such as `2024-03` or `last_month`.
 */
export function parseWindow(text: string): WindowSpec | ParseProblem {
  const slash = text.indexOf('/');
  if (slash >= 0) return parseInterval(text.slice(0, slash), text.slice(slash + 1));
  const period = parseCalendarPeriod(text);
  if (period !== null) return isProblem(period) ? period : { period };
  const match = DURATION.exec(text);
  if (match === null || !/\d/.test(text) || text.endsWith('T')) return { problem: describeProblem(text) };
  const [weeks, days, hours, minutes, seconds] = match.slice(1, 6).map((part: string | undefined) => Number(part ?? 0));
  const micros = Number((match[6] ?? '').padEnd(6, '0'));
  const length = (7 * weeks! + days!) * DAY + hours! * HOUR + minutes! * MINUTE + seconds! * SECOND + micros;
  return lengthProblem(length) ?? { length };
}

function describeProblem(text: string): string {
  if (/^P\d+[YM]/.test(text)) {
    return 'has months or years, which differ in length: write days, or a period such as last_month';
  }
  if (text === 'last_week') return 'may be two things: write P7D for seven days, or last_week_mon_sun';
  if (/^-P|^P.*-\d/.test(text)) return 'must be longer than zero: it lies before the as-of instant as it is';
  return (
    'is no ISO 8601 duration such as PT1H or P7D, nor two instants such as 2023-01-22T00:00:00Z/2023-01-23T00:00:00Z, nor a ' +
    `period such as 2024-03-04, 2024-W10, 2024-03, 2024-Q1, 2024, ${RELATIVE_PERIOD_NAMES.join(', ')}`
  );
}

function parseInterval(first: string, last: string): Interval | ParseProblem {
  const [from, to] = [parseInstant(first, 'required'), parseInstant(last, 'required')];
  for (const [text, instant] of [
    [first, from],
    [last, to],
  ] as const) {
    if (instant === 'without-zone') return { problem: `has no time zone: write ${text}Z for UTC` };
    if (instant === 'unreadable') return { problem: `has ${JSON.stringify(text)} where an instant should be` };
  }
  const interval = { from: from as Instant, to: to as Instant };
  return lengthProblem(interval.to - interval.from) ?? interval;
}

function lengthProblem(length: Microseconds): ParseProblem | null {
  if (length <= 0) return { problem: 'must be longer than zero' };
  if (length > MAX_WINDOW) return { problem: `must be no longer than ${MAX_WINDOW / DAY} days` };
  return null;
}

/** Resolves a window of a store as of an instant. */
export function resolveWindow(spec: WindowSpec, asOf: Instant, timeZone: string | null): Interval {
  if ('period' in spec) return resolvePeriod(spec.period, timeZone ?? DEFAULT_TIME_ZONE, asOf);
  return 'length' in spec ? { from: asOf - spec.length, to: asOf } : spec;
}

/**
 * Returns the windows of a report as of an instant: of a period of the calendar, the earliest beginning and the latest end that any
 * store may have. `names` null: the default windows.
 */
export function reportWindows(asOf: Instant, names: readonly string[] | null = null): Window[] {
  return namedSpecs(names).map(([name, spec]) => {
    if ('period' in spec) return { name, ...widestPeriod(spec.period, asOf), isOfCalendar: true };
    return { name, ...resolveWindow(spec, asOf, null) };
  });
}

/** Returns a function that gives the windows of a report on the clock of a store; `timeZone` null: unknown. */
export function windowsByZone(
  asOf: Instant,
  names: readonly string[] | null = null,
): (timeZone: string | null) => readonly Window[] {
  const specs = namedSpecs(names);
  const windows = reportWindows(asOf, names);
  if (!windows.some(({ isOfCalendar }) => isOfCalendar)) return () => windows;
  const known = new Map<string | null, readonly Window[]>();
  return (timeZone) => {
    let ofZone = known.get(timeZone);
    if (ofZone === undefined) {
      ofZone = windows.map((window, w) => ({ ...window, ...resolveWindow(specs[w]![1], asOf, timeZone) }));
      known.set(timeZone, ofZone);
    }
    return ofZone;
  };
}

function namedSpecs(names: readonly string[] | null): (readonly [name: string, spec: WindowSpec])[] {
  return names === null ? [...DEFAULT_WINDOWS] : names.map((name) => [name, parseStoredWindow(name)] as const);
}

/** Returns the index of the longest window, the first if several are as long. A report stores the outages of this one. */
export function longestWindow(windows: readonly Window[]): number {
  const lengths = windows.map(({ from, to }) => to - from);
  return lengths.indexOf(Math.max(...lengths));
}

function parseStoredWindow(name: string): WindowSpec {
  const spec = parseWindow(name);
  if (isProblem(spec)) throw new RangeError(`the window ${JSON.stringify(name)} ${spec.problem}`);
  return spec;
}
