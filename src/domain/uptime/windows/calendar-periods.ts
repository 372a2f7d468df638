import type { ParseProblem } from '../../parse-problem.js';
import { DAY, HOUR, type Instant, type Microseconds } from '../../time/instant.js';
import { dayOfWeekOf, formatLocalDate, parseLocalDate, type LocalDate } from '../../time/local-date.js';
import { localDateAt, localMidnight } from '../../time-zones/local-days.js';
import type { Interval } from '../intervals.js';

/** Dates of a local clock, both in. */
interface Dates {
  readonly first: LocalDate;
  readonly last: LocalDate;
}

/** A period of the calendar: the same dates on every clock, or relative to the date of the as-of instant. Rule 24. */
export type CalendarPeriod = Dates | { readonly relative: RelativePeriod };

const [DAYS_OF_WEEK, MONTHS_OF_QUARTER] = [7, 3];

const FIRST_YEAR = 1970;
const LAST_YEAR = 2254;

/** The dates of each relative period, by the date of the as-of instant. */
const RELATIVE_PERIODS = {
  today: (date: LocalDate): Dates => ({ first: date, last: date }),
  yesterday: (date: LocalDate): Dates => ({ first: date - 1, last: date - 1 }),
  this_week: (date: LocalDate): Dates => weekOf(date),
  last_week_mon_sun: (date: LocalDate): Dates => weekOf(date - DAYS_OF_WEEK),
  this_month: (date: LocalDate): Dates => monthOf(date),
  last_month: (date: LocalDate): Dates => monthOf(monthOf(date).first - 1),
} as const;

export type RelativePeriod = keyof typeof RELATIVE_PERIODS;

export const RELATIVE_PERIOD_NAMES = Object.keys(RELATIVE_PERIODS) as readonly RelativePeriod[];

const PERIOD = /^(\d{4})(?:-(?:W(\d{2})|Q([1-4])|(\d{2})(?:-(\d{2}))?))?$/;

/**
 * Parses `2024-03-04`, `2024-W10` (ISO 8601), `2024-03`, `2024-Q1`, `2024`, `last_month` and its fellows; null if the text has none of
 * these shapes.
 */
export function parseCalendarPeriod(text: string): CalendarPeriod | ParseProblem | null {
  const relative = RELATIVE_PERIOD_NAMES.find((name) => name === text);
  if (relative !== undefined) return { relative };
  const match = PERIOD.exec(text);
  if (match === null) return null;
  const [year, week, quarter, month, day] = match.slice(1).map((part: string | undefined) => Number(part ?? NaN));
  if (year! < FIRST_YEAR || year! > LAST_YEAR) return { problem: 'is not within the years 1970 to 2254' };
  if (week! >= 0) return isoWeek(year!, week!) ?? { problem: `is no week: ${year} has ${weeksOf(year!)}, from W01` };
  if (day! >= 0) return singleDate(parseLocalDate(text)) ?? { problem: 'is no date of the calendar' };
  if (month! >= 0) return month! >= 1 && month! <= 12 ? months(year!, month!, 1) : { problem: 'is no month' };
  return quarter! >= 1
    ? months(year!, (quarter! - 1) * MONTHS_OF_QUARTER + 1, MONTHS_OF_QUARTER)
    : months(year!, 1, 12);
}

function singleDate(date: LocalDate | null): Dates | null {
  return date === null ? null : { first: date, last: date };
}

/** So many months from one on. */
function months(year: number, month: number, count: number): Dates {
  return { first: dateOf(year, month, 1), last: dateOf(year, month + count, 1) - 1 };
}

/** The week of ISO 8601: the first one of a year is that of 4 January. Null if the year has no such week. */
function isoWeek(year: number, week: number): Dates | null {
  if (week < 1 || week > weeksOf(year)) return null;
  return weekOf(dateOf(year, 1, 4) + (week - 1) * DAYS_OF_WEEK);
}

function weeksOf(year: number): number {
  return (weekOf(dateOf(year + 1, 1, 4)).first - weekOf(dateOf(year, 1, 4)).first) / DAYS_OF_WEEK;
}

/** Months may count on into the next year. */
function dateOf(year: number, month: number, day: number): LocalDate {
  return (Date.UTC(year, month - 1, day) * 1_000) / DAY;
}

function weekOf(date: LocalDate): Dates {
  const monday = date - dayOfWeekOf(date);
  return { first: monday, last: monday + DAYS_OF_WEEK - 1 };
}

function monthOf(date: LocalDate): Dates {
  const [year, month] = formatLocalDate(date).split('-').map(Number);
  return months(year!, month!, 1);
}

function datesOf(period: CalendarPeriod, date: LocalDate): Dates {
  return 'relative' in period ? RELATIVE_PERIODS[period.relative](date) : period;
}

/**
 * Resolves a period on the clock of a zone: from midnight to midnight, or to the as-of instant if that comes first. A period that has
 * not begun, or a date that the zone skips, is empty. Rules 5 and 24.
 */
export function resolvePeriod(period: CalendarPeriod, timeZone: string, asOf: Instant): Interval {
  const { first, last } = datesOf(period, localDateAt(timeZone, asOf));
  return upTo(asOf, localMidnight(timeZone, first), localMidnight(timeZone, last + 1));
}

/** Since 1970, all clocks are between UTC-12 and UTC+14. */
const [LAST_CLOCK, FIRST_CLOCK] = [-12 * HOUR, 14 * HOUR] as const;

/**
 * The earliest beginning and the latest end that a period has on any clock. A relative period has other dates where the date
 * of the as-of instant is another one.
 */
export function widestPeriod(period: CalendarPeriod, asOf: Instant): Interval {
  let [from, to] = [Infinity, -Infinity];
  for (let date = dateOn(LAST_CLOCK, asOf); date <= dateOn(FIRST_CLOCK, asOf); date++) {
    const { first, last } = datesOf(period, date);
    from = Math.min(from, first * DAY - FIRST_CLOCK);
    to = Math.max(to, (last + 1) * DAY - LAST_CLOCK);
  }
  return upTo(asOf, from, to);
}

function dateOn(clock: Microseconds, instant: Instant): LocalDate {
  return Math.floor((instant + clock) / DAY);
}

function upTo(asOf: Instant, from: Instant, to: Instant): Interval {
  return { from: Math.min(from, asOf), to: Math.min(to, asOf) };
}
