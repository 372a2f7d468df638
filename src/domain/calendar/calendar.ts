import type { Group } from '../groups/group.js';
import { DAY, HOUR, MINUTE, SECOND, type Instant, type Microseconds } from '../time/instant.js';
import { subtract, union, type Interval } from '../uptime/intervals.js';
import { dayOfWeekOf, type LocalDate } from '../time/local-date.js';
import { DEFAULT_TIME_ZONE, zoneOffsets } from '../time-zones/zone-offsets.js';
import { timeOfClosures, type Closure } from './closures.js';

/** Microseconds since midnight on the local clock, 0 to 24 h. */
export type TimeOfDay = Microseconds;

/** A row of a store for a day of the week, on the store's local clock: opening hours, or that it is closed. */
export type BusinessHours = OpeningHours | ClosedDay;

interface WeeklyRow {
  /** 0 is Monday. */
  readonly dayOfWeek: number;
  /** The first date on which the row applies; missing: no first one. Rule 19. */
  readonly validFrom?: LocalDate;
  /** The last date on which the row applies; missing: no last one. Rule 19. */
  readonly validThrough?: LocalDate;
}

/** An interval of a date by the local clock; it may end on the next one. Rules 3 and 4. */
export interface OpeningTimes {
  readonly open: TimeOfDay;
  readonly close: TimeOfDay;
}

export interface OpeningHours extends WeeklyRow, OpeningTimes {}

/** Rule 20. */
export interface ClosedDay extends WeeklyRow {
  readonly closed: true;
}

/** What a store's clock says of its opening, all of one data version. */
export interface Calendar {
  readonly hours: readonly BusinessHours[];
  /** Those in force, at most one for a date; missing: none. */
  readonly specialHours?: readonly SpecialHours[];
  /** In any order; missing: none. */
  readonly closures?: readonly Closure[];
  /** IANA name; null for the default zone. */
  readonly timeZone: string | null;
}

/** The hours of a local date, which replace all that would begin on it. Rule 18. */
export interface SpecialHours {
  readonly date: LocalDate;
  /** None: closed. */
  readonly intervals: readonly OpeningTimes[];
  /** Why, for people. */
  readonly reason?: string;
  /** The groups of the store that they come from; missing: the store has them itself. */
  readonly groups?: readonly Group[];
}

/** A closing time from here on means the end of the day: rule 3. */
const END_OF_DAY_FROM: TimeOfDay = 23 * HOUR + 59 * MINUTE;

/**
 * A local date is at most one day from the UTC date, its last closing one day later, and a zone that skips a day (Apia,
 * 2011) adds another.
 */
const DAYS_BEFORE = 3;
const DAYS_AFTER = 2;

export const ALWAYS_OPEN: readonly Interval[] = [{ from: -Infinity, to: Infinity }];

const ALL_DAY: OpeningTimes = { open: 0, close: DAY };

const TIME_OF_DAY_PATTERN = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/;

/** Parses `9:00`, `09:00`, `09:00:00` or `09:00:00.000000`, up to `24:00`; null if the text is no time of day. */
export function parseTimeOfDay(text: string): TimeOfDay | null {
  const match = TIME_OF_DAY_PATTERN.exec(text);
  if (match === null) return null;
  const [, hour, minute, second = '0', fraction = ''] = match;
  if (Number(minute) > 59 || Number(second) > 59) return null;
  const time =
    Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * SECOND + Number(fraction.padEnd(6, '0'));
  return time <= DAY ? time : null;
}

/** Formats a time of day as short as possible: `09:00`, `23:59:59`, `00:00:00.500000`. */
export function formatTimeOfDay(time: TimeOfDay): string {
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const [seconds, micros] = [Math.floor(time / SECOND), time % SECOND];
  const text = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}`;
  if (time % MINUTE === 0) return text;
  return `${text}:${pad(seconds % 60)}${micros === 0 ? '' : `.${pad(micros, 6)}`}`;
}

/**
 * Returns the open intervals of a store that overlap `[from, to]`, sorted, and maximal within a few days of that range.
 * Rules 1 to 5 and 18 to 21.
 */
export function openIntervals(calendar: Calendar, from: Instant, to: Instant): readonly Interval[] {
  return withoutClosed(intervalsOfHours(calendar, from, to), calendar, from, to);
}

/** Returns what closures leave of the intervals that hours give, in `[from, to]`. Rule 21. */
function withoutClosed(
  byHours: readonly Interval[],
  calendar: Calendar,
  from: Instant,
  to: Instant,
): readonly Interval[] {
  const closed = timeOfClosures(calendar, 'closed');
  if (closed.length === 0) return byHours;
  return subtract(byHours, closed).filter((interval) => interval.from <= to && interval.to > from);
}

/** Returns the intervals that weekly and special hours give, without regard to closures. Rules 1 to 5 and 18 to 20. */
function intervalsOfHours(
  { hours, specialHours = [], timeZone }: Calendar,
  from: Instant,
  to: Instant,
): readonly Interval[] {
  if (hours.length === 0 && specialHours.length === 0) return ALWAYS_OPEN;
  const onDate = intervalsOnDate(timeZone);
  const dates: Interval[][] = [];
  const weekly = weeklyTimes(hours);
  const special = new Map(specialHours.map(({ date, intervals }) => [date, intervals]));
  for (let day = firstDate(from); day <= lastDate(to); day++) {
    dates.push(onDate(day, special.get(day) ?? weekly(day)));
  }
  return joinIntervals(dates, from, to);
}

/** Returns the first date whose intervals may reach an instant. */
export function firstDate(from: Instant): LocalDate {
  return Math.floor(from / DAY) - DAYS_BEFORE;
}

/** Returns the last date whose intervals may reach an instant. */
export function lastDate(to: Instant): LocalDate {
  return Math.floor(to / DAY) + DAYS_AFTER;
}

/** Returns a function that places times of a date of a zone in time. Rules 3 to 5. */
export function intervalsOnDate(
  timeZone: string | null,
): (date: LocalDate, times: readonly OpeningTimes[]) => Interval[] {
  const zone = zoneOffsets(timeZone ?? DEFAULT_TIME_ZONE);
  return (date, times) => {
    if (times.length === 0) return [];
    const midnight = date * DAY;
    const offset = zone.offsetOfDate(date);
    const toInstant = (local: number) => (offset === null ? zone.toInstant(local) : local - offset);
    return times.map((ofDate) => ({
      from: toInstant(midnight + ofDate.open),
      to: toInstant(midnight + closingTime(ofDate)),
    }));
  };
}

/** Joins what the dates around `[from, to]` give: the intervals of each, in the order of the dates. */
export function joinIntervals(
  dates: readonly (readonly Interval[])[],
  from: Instant,
  to: Instant,
): readonly Interval[] {
  return joinOrdered(dates).filter((interval) => interval.from <= to && interval.to > from);
}

/** Where the intervals come in the order in which they begin, as nearly all do, they need not be sorted. */
function joinOrdered(dates: readonly (readonly Interval[])[]): readonly Interval[] {
  const joined: Interval[] = [];
  let last: Interval | undefined;
  for (const intervals of dates) {
    for (const interval of intervals) {
      if (last !== undefined && interval.from < last.from) return union(dates.flat());
      if (interval.from >= interval.to) continue;
      if (last === undefined || interval.from > last.to) joined.push((last = interval));
      else if (interval.to > last.to) joined[joined.length - 1] = last = { from: last.from, to: interval.to };
    }
  }
  return joined;
}

/** Returns what the weekly rows say of a date. Without any row a store is always open. Rules 1 and 18. */
export function weeklyTimes(hours: readonly BusinessHours[]): (date: LocalDate) => readonly OpeningTimes[] {
  if (hours.length === 0) return () => [ALL_DAY];
  const rows = hours.filter(isOpeningHours);
  return (date) => {
    const dayOfWeek = dayOfWeekOf(date);
    return rows.filter((row) => row.dayOfWeek === dayOfWeek && isInForce(row, date));
  };
}

/** A row that says "closed" adds no interval; the hours of other rows count. Rule 20. */
function isOpeningHours(row: BusinessHours): row is OpeningHours {
  return !('closed' in row);
}

/** Whether a row applies to a date. Its interval belongs to the date on which it begins. Rule 19. */
function isInForce({ validFrom = -Infinity, validThrough = Infinity }: BusinessHours, date: LocalDate): boolean {
  return validFrom <= date && date <= validThrough;
}

/** Returns the microseconds from the local midnight of the date to the closing; more than 24 h if it is on the next day. */
export function closingTime({ open, close }: OpeningTimes): Microseconds {
  if (close >= END_OF_DAY_FROM) return DAY;
  return close <= open ? close + DAY : close;
}
