import { readFileSync } from 'node:fs';
import { parseTimeOfDay, type BusinessHours, type SpecialHours } from '../../../src/domain/calendar/calendar.js';
import { parseClosureEdge, type ClosureEdge } from '../../../src/domain/calendar/closure-period.js';
import type { Closure, ClosureKind } from '../../../src/domain/calendar/closures.js';
import { specialHoursInForce } from '../../../src/domain/calendar/special-hours-in-force.js';
import { parseGroup, type Group } from '../../../src/domain/groups/group.js';
import { HOUR, parseInstant, type Instant } from '../../../src/domain/time/instant.js';
import type { Interpolation, PollStatus } from '../../../src/domain/uptime/interpolation.js';
import { parseLocalDate, type LocalDate } from '../../../src/domain/time/local-date.js';
import { computeUptime, type Uptime } from '../../../src/domain/uptime/uptime.js';
import type { Interval } from '../../../src/domain/uptime/intervals.js';
import { reportWindows, windowsByZone } from '../../../src/domain/uptime/windows/windows.js';
import { stored } from '../data/stored-polls.js';

interface CaseUptime {
  readonly upUs: number;
  readonly downUs: number;
  readonly unobservedUs: number;
  /** Missing: none. */
  readonly excusedUs?: number;
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

/** Without `to` it is open-ended; instants without a zone are on the store's clock. */
interface CaseClosure {
  readonly kind: ClosureKind;
  readonly from: string;
  readonly to?: string;
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
  /** Missing: none. */
  readonly specialHoursOfGroups?: readonly (CaseSpecialHours & { readonly group: string })[];
  /** Missing: none. */
  readonly closures?: readonly CaseClosure[];
  /** In the order of delivery. */
  readonly polls: readonly { readonly at: string; readonly status: PollStatus }[];
  /** A text: as requests name windows. Missing: the last hour, day and week. */
  readonly window?: { readonly from: string; readonly to: string } | string;
  /** By window. */
  readonly expected: Readonly<Record<'hour' | 'day' | 'week', CaseUptime>> | Readonly<Record<'window', CaseUptime>>;
}

export const UPTIME_CASES: readonly UptimeCase[] = JSON.parse(
  readFileSync(new URL('../../fixtures/uptime-cases.json', import.meta.url), 'utf8'),
) as UptimeCase[];

/** Computes the uptime of a case in its window, or in the last hour, day and week. */
export function evaluateCase(
  worked: UptimeCase,
  compute = computeUptime,
  inForce: typeof specialHoursInForce = specialHoursInForce,
): Uptime[] {
  const { asOf, timeZone, interpolation, reachHours, businessHours, polls, window } = worked;
  const ofGroups = (worked.specialHoursOfGroups ?? []).map(({ group, ...special }) => ({
    ...toSpecialHours(special),
    group: parseGroup(group) as Group,
  }));
  const specialHours = inForce((worked.specialHours ?? []).map(toSpecialHours), ofGroups);
  const closures = (worked.closures ?? []).map(toClosure);
  const end = instant(asOf);
  const hours = businessHours.map(toBusinessHours);
  const rule = { interpolation, reach: reachHours * HOUR };
  const delivered = polls.map((poll) => ({ at: instant(poll.at), status: poll.status }));
  const windows = windowsOf(window, end, timeZone);
  return compute({ hours, specialHours, closures, timeZone, polls: stored(delivered) }, windows, end, rule);
}

function windowsOf(window: UptimeCase['window'], asOf: Instant, timeZone: string | null): readonly Interval[] {
  if (window === undefined) return reportWindows(asOf);
  if (typeof window === 'string') return windowsByZone(asOf, [window])(timeZone);
  return [{ from: instant(window.from), to: instant(window.to) }];
}

export function expectedUptime({ expected }: UptimeCase): Uptime[] {
  const inWindows = 'window' in expected ? [expected.window] : [expected.hour, expected.day, expected.week];
  return inWindows.map(({ upUs, downUs, unobservedUs, excusedUs = 0 }) => ({
    up: upUs,
    down: downUs,
    unobserved: unobservedUs,
    excused: excusedUs,
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

const OPEN_END: ClosureEdge = { time: Infinity, isLocal: false };

function toClosure({ kind, from, to }: CaseClosure): Closure {
  const [begins, ends] = [
    parseClosureEdge(from) as ClosureEdge,
    to === undefined ? OPEN_END : (parseClosureEdge(to) as ClosureEdge),
  ];
  return { kind, from: begins.time, to: ends.time, fromIsLocal: begins.isLocal, toIsLocal: ends.isLocal };
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
