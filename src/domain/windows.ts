import { DAY, HOUR, MINUTE, parseInstant, SECOND, type Instant, type Microseconds } from './instant.js';
import type { Interval } from './intervals.js';

/** A stretch of time that sums are made over, with the name its numbers go by. */
export interface Window extends Interval {
  readonly name: string;
}

/** What a window is, before it is known as of when: a length up to then, or two instants. */
export type WindowSpec = { readonly length: Microseconds } | Interval;

/** The windows of a report that asks for none, in the order of its columns. Spec, "Terms". */
const DEFAULT_WINDOWS: ReadonlyMap<string, WindowSpec> = new Map([
  ['last_hour', { length: HOUR }],
  ['last_day', { length: DAY }],
  ['last_week', { length: 7 * DAY }],
]);

export const MAX_WINDOW: Microseconds = 366 * DAY;

/** Weeks, days, hours, minutes and seconds of ISO 8601. Years and months have no length of their own. */
const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?)?$/;

/**
 * Reads a window as it is asked for: an ISO 8601 duration such as `PT1H` or `P7D`, elapsed time up to the as-of instant, or
 * an interval of two instants, `2023-01-22T00:00:00Z/2023-01-23T00:00:00Z`. What can't be used gives the reason.
 */
export function parseWindow(text: string): WindowSpec | { readonly problem: string } {
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

function parseInterval(first: string, last: string): Interval | { readonly problem: string } {
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

function lengthProblem(length: Microseconds): { readonly problem: string } | null {
  if (length <= 0) return { problem: 'must be longer than zero' };
  if (length > MAX_WINDOW) return { problem: `must be no longer than ${MAX_WINDOW / DAY} days` };
  return null;
}

/** Where a window lies as of an instant. */
export function resolveWindow(extent: WindowSpec, asOf: Instant): Interval {
  return 'length' in extent ? { from: asOf - extent.length, to: asOf } : extent;
}

/** The windows of a report as of an instant, by the names they were asked for; null asks for the usual three. */
export function reportWindows(asOf: Instant, asked: readonly string[] | null = null): Window[] {
  const specs = asked === null ? [...DEFAULT_WINDOWS] : asked.map((name) => [name, parseStoredWindow(name)] as const);
  return specs.map(([name, extent]) => ({ name, ...resolveWindow(extent, asOf) }));
}

/** Which window is the longest, the first of them where several are as long: of it, a report keeps outages. */
export function longestWindow(windows: readonly Window[]): number {
  const lengths = windows.map(({ from, to }) => to - from);
  return lengths.indexOf(Math.max(...lengths));
}

function parseStoredWindow(name: string): WindowSpec {
  const extent = parseWindow(name);
  if ('problem' in extent) throw new RangeError(`the window ${JSON.stringify(name)} ${extent.problem}`);
  return extent;
}
