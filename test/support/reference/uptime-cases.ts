import { readFileSync } from 'node:fs';
import { parseTimeOfDay, type BusinessHours, type SpecialHours } from '../../../src/domain/calendar/calendar.js';
import { HOUR, parseInstant, type Instant } from '../../../src/domain/time/instant.js';
import type { Interpolation, PollStatus } from '../../../src/domain/uptime/interpolation.js';
import { parseLocalDate, type LocalDate } from '../../../src/domain/time/local-date.js';
import { computeUptime, type Uptime } from '../../../src/domain/uptime/uptime.js';
import { reportWindows } from '../../../src/domain/uptime/windows.js';
import { stored } from '../data/stored-polls.js';

interface CaseUptime {
  readonly upUs: number;
  readonly downUs: number;
  readonly unobservedUs: number;
}

/** A row with times, or one that says "closed". */
interface CaseHours {
  readonly dayOfWeek: number;
  readonly open?: string;
  readonly close?: string;
  readonly closed?: true;
  readonly validFrom?: string;
  readonly validThrough?: string;
}

/** A date with intervals, or one that is closed. */
interface CaseSpecialHours {
  readonly date: string;
  readonly closed?: true;
  readonly intervals?: readonly { readonly open: string; readonly close: string }[];
}

/** A worked case of the rules, as in `test/fixtures/uptime-cases.json`. */
export interface UptimeCase {
  readonly name: string;
  readonly asOf: string;
  readonly timeZone: string | null;
  readonly interpolation: Interpolation;
  readonly reachHours: number;
  readonly businessHours: readonly CaseHours[];
  /** Missing: none. */
  readonly specialHours?: readonly CaseSpecialHours[];
  /** In the order of delivery. */
  readonly polls: readonly { readonly at: string; readonly status: PollStatus }[];
  /** Missing: the last hour, day and week. */
  readonly window?: { readonly from: string; readonly to: string };
  /** By window. */
  readonly expected: Readonly<Record<'hour' | 'day' | 'week', CaseUptime>> | Readonly<Record<'window', CaseUptime>>;
}

export const UPTIME_CASES: readonly UptimeCase[] = JSON.parse(
  readFileSync(new URL('../../fixtures/uptime-cases.json', import.meta.url), 'utf8'),
) as UptimeCase[];

/** Computes the uptime of a case in its window, or in the last hour, day and week. */
export function evaluateCase(worked: UptimeCase, compute = computeUptime): Uptime[] {
  const { asOf, timeZone, interpolation, reachHours, businessHours, polls, window } = worked;
  const specialHours = (worked.specialHours ?? []).map(toSpecialHours);
  const end = instant(asOf);
  const hours = businessHours.map(toBusinessHours);
  const rule = { interpolation, reach: reachHours * HOUR };
  const delivered = polls.map((poll) => ({ at: instant(poll.at), status: poll.status }));
  const windows = window === undefined ? reportWindows(end) : [{ from: instant(window.from), to: instant(window.to) }];
  return compute({ hours, specialHours, timeZone, polls: stored(delivered) }, windows, end, rule);
}

export function expectedUptime({ expected }: UptimeCase): Uptime[] {
  const inWindows = 'window' in expected ? [expected.window] : [expected.hour, expected.day, expected.week];
  return inWindows.map(({ upUs, downUs, unobservedUs }) => ({
    up: upUs,
    down: downUs,
    unobserved: unobservedUs,
  }));
}

function toBusinessHours({ dayOfWeek, open, close, validFrom, validThrough }: CaseHours): BusinessHours {
  const row = {
    dayOfWeek,
    ...(validFrom === undefined ? {} : { validFrom: localDate(validFrom) }),
    ...(validThrough === undefined ? {} : { validThrough: localDate(validThrough) }),
  };
  if (open === undefined || close === undefined) return { ...row, closed: true };
  return { ...row, open: timeOfDay(open), close: timeOfDay(close) };
}

function toSpecialHours({ date, intervals = [] }: CaseSpecialHours): SpecialHours {
  const times = intervals.map(({ open, close }) => ({ open: timeOfDay(open), close: timeOfDay(close) }));
  return { date: localDate(date), intervals: times };
}

function instant(text: string): Instant {
  const parsed = parseInstant(text, 'required');
  if (typeof parsed === 'string') throw new Error(`${text} is ${parsed}`);
  return parsed;
}

function timeOfDay(text: string): number {
  const parsed = parseTimeOfDay(text);
  if (parsed === null) throw new Error(`${text} is no time of day`);
  return parsed;
}

function localDate(text: string): LocalDate {
  const parsed = parseLocalDate(text);
  if (parsed === null) throw new Error(`${text} is no date`);
  return parsed;
}
