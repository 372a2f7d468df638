import { DAY, HOUR, MINUTE, parseInstant, SECOND, type Instant, type Microseconds } from '../time/instant.js';
import type { Interval } from './intervals.js';
import { isProblem, type ParseProblem } from '../parse-problem.js';

/** A period over which times are summed. Its columns are named after it. */
export interface Window extends Interval {
  readonly name: string;
}

/** A window before its as-of instant is known: a length up to that instant, or two instants. */
export type WindowSpec = { readonly length: Microseconds } | Interval;

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
 * Parses a requested window: an ISO 8601 duration such as `PT1H` or `P7D`, which ends at the as-of instant, or an interval
 * of two instants, `2023-01-22T00:00:00Z/2023-01-23T00:00:00Z`.
 */
export function parseWindow(text: string): WindowSpec | ParseProblem {
  const slash = text.indexOf('/');
  if (slash >= 0) return parseInterval(text.slice(0, slash), text.slice(slash + 1));
  const match = DURATION.exec(text);
  if (match === null || !/\d/.test(text) || text.endsWith('T')) return { problem: describeProblem(text) };
  const [weeks, days, hours, minutes, seconds] = match.slice(1, 6).map((part: string | undefined) => Number(part ?? 0));
  const micros = Number((match[6] ?? '').padEnd(6, '0'));
  const length = (7 * weeks! + days!) * DAY + hours! * HOUR + minutes! * MINUTE + seconds! * SECOND + micros;
  return lengthProblem(length) ?? { length };
}

function describeProblem(text: string): string {
  if (/^P\d+[YM]/.test(text)) return 'has months or years, which differ in length: write days';
  if (/^-P|^P.*-\d/.test(text)) return 'must be longer than zero: it lies before the as-of instant as it is';
  return 'is no ISO 8601 duration such as PT1H or P7D, nor two instants such as 2023-01-22T00:00:00Z/2023-01-23T00:00:00Z';
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

/** Resolves a window as of an instant. */
export function resolveWindow(spec: WindowSpec, asOf: Instant): Interval {
  return 'length' in spec ? { from: asOf - spec.length, to: asOf } : spec;
}

/** Returns the windows of a report as of an instant. `names` null: the default windows. */
export function reportWindows(asOf: Instant, names: readonly string[] | null = null): Window[] {
  const specs = names === null ? [...DEFAULT_WINDOWS] : names.map((name) => [name, parseStoredWindow(name)] as const);
  return specs.map(([name, spec]) => ({ name, ...resolveWindow(spec, asOf) }));
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
