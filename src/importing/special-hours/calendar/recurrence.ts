import { dayOfWeekOf, type LocalDate } from '../../../domain/time/local-date.js';
import { DAY } from '../../../domain/time/instant.js';
import type { LocalTime } from '../../../domain/time-zones/zone-offsets.js';
import type { Dates } from '../uploaded-dates.js';
import type { Frequency, RecurrenceRule, Weekday } from './recurrence-rule.js';

export interface Recurrences {
  readonly locals: readonly LocalTime[];
  /** Whether more follow after the last date. */
  readonly goesOn: boolean;
}

/**
 * Returns when an event begins anew by a rule, from one date to another. The event itself is not among them.
 *
 * The iterator of ical.js never returns for some rules, and gives other dates than RFC 5545 for some. Whether a date is one
 * of a rule can be said of each date by itself, so this tests those in question: decision 0055.
 */
export function recurrencesOf(rule: RecurrenceRule, start: LocalTime, range: Dates): Recurrences {
  const first = Math.floor(start / DAY);
  const timeOfDay = start - first * DAY;
  const locals: LocalTime[] = [];
  // A count begins with the event.
  let left = rule.count === null ? Infinity : rule.count - 1;
  for (const period of periods(rule, first, rule.count === null ? range.from : first)) {
    for (const date of datesIn(period, rule, first)) {
      const local = date * DAY + timeOfDay;
      if (date <= first) continue;
      if (left <= 0 || (rule.until !== null && local > rule.until)) return { locals, goesOn: false };
      if (date > range.to) return { locals, goesOn: true };
      if (date >= range.from) locals.push(local);
      left--;
    }
    // What follows may have no date at all, such as 30 February.
    if (period.from > range.to) return { locals, goesOn: false };
  }
  throw new Error('periods have no end');
}

/** The days, weeks, months or years of a rule, from that of `first` or the last one that begins before `from`. */
function* periods(
  { frequency, interval, weekStart }: RecurrenceRule,
  first: LocalDate,
  from: LocalDate,
): Generator<Dates> {
  const { length, at } = PERIODS[frequency](first, weekStart);
  const skipped = Math.max(0, Math.floor((from - first) / (length * interval)) - 1);
  for (let index = skipped; ; index++) yield { from: at(index * interval), to: at(index * interval + 1) - 1 };
}

interface Periods {
  /** At most, in days. */
  readonly length: number;
  /** The first date of the period that is so many after that of the event. */
  readonly at: (index: number) => LocalDate;
}

const PERIODS: Record<Frequency, (first: LocalDate, weekStart: number) => Periods> = {
  DAILY: (first) => ({ length: 1, at: (index) => first + index }),
  WEEKLY: (first, weekStart) => {
    const week = first - ((dayOfWeekOf(first) - weekStart + 7) % 7);
    return { length: 7, at: (index) => week + 7 * index };
  },
  MONTHLY: (first) => {
    const { year, month } = partsOf(first);
    return { length: 31, at: (index) => dateOf(year, month + index, 1) };
  },
  YEARLY: (first) => {
    const { year } = partsOf(first);
    return { length: 366, at: (index) => dateOf(year + index, 1, 1) };
  },
};

function datesIn({ from, to }: Dates, rule: RecurrenceRule, first: LocalDate): LocalDate[] {
  const start = partsOf(first);
  const dates: LocalDate[] = [];
  for (let date = from; date <= to; date++) if (matches(date, rule, start)) dates.push(date);
  if (rule.positions.length === 0) return dates;
  return dates.filter((_, index) => rule.positions.some((nth) => nth === index + 1 || nth === index - dates.length));
}

interface Parts {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly dayOfWeek: number;
}

/** The dates of at most three centuries, which are tested again for each event. */
const knownParts = new Map<LocalDate, Parts>();

function partsOf(date: LocalDate): Parts {
  let parts = knownParts.get(date);
  if (parts === undefined) {
    const utc = new Date(date * (DAY / 1_000));
    const [year, month, day] = [utc.getUTCFullYear(), utc.getUTCMonth() + 1, utc.getUTCDate()];
    parts = { year, month, day, dayOfWeek: dayOfWeekOf(date) };
    knownParts.set(date, parts);
  }
  return parts;
}

/** Months count on into other years; day 0 is the last one of the month before. */
function dateOf(year: number, month: number, day: number): LocalDate {
  return (Date.UTC(year, month - 1, day) * 1_000) / DAY;
}

/** Whether a date of a period of the rule is one of the rule. What the rule leaves open is as at the start of the event. */
function matches(date: LocalDate, rule: RecurrenceRule, start: Parts): boolean {
  const { frequency, months, monthDays, yearDays, weekdays } = rule;
  const parts = partsOf(date);
  if (months.length > 0 && !months.includes(parts.month)) return false;
  if (monthDays.length > 0 && !isAmong(monthDays, date, monthOf(parts))) return false;
  if (yearDays.length > 0 && !isAmong(yearDays, date, yearOf(parts))) return false;
  if (weekdays.length > 0) {
    const around = frequency === 'YEARLY' && months.length === 0 ? yearOf(parts) : monthOf(parts);
    return weekdays.some((weekday) => isWeekday(weekday, date, around));
  }
  if (frequency === 'DAILY' || monthDays.length + yearDays.length > 0) return true;
  if (frequency === 'WEEKLY') return parts.dayOfWeek === start.dayOfWeek;
  return parts.day === start.day && (frequency === 'MONTHLY' || months.length > 0 || parts.month === start.month);
}

function monthOf({ year, month }: Parts): Dates {
  return { from: dateOf(year, month, 1), to: dateOf(year, month + 1, 0) };
}

function yearOf({ year }: Parts): Dates {
  return { from: dateOf(year, 1, 1), to: dateOf(year, 12, 31) };
}

/** Whether a date is the nth of a month or year, from its end if negative. */
function isAmong(nths: readonly number[], date: LocalDate, { from, to }: Dates): boolean {
  return nths.includes(date - from + 1) || nths.includes(date - to - 1);
}

function isWeekday({ day, nth }: Weekday, date: LocalDate, { from, to }: Dates): boolean {
  if (dayOfWeekOf(date) !== day) return false;
  if (nth === null) return true;
  return nth > 0 ? Math.floor((date - from) / 7) + 1 === nth : Math.floor((to - date) / 7) + 1 === -nth;
}
