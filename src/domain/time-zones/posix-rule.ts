import type { ParseProblem } from '../parse-problem.js';

/** A day of each year on which an offset changes, and the local time on it, in seconds. */
interface YearlyChange {
  /** Returns the number of the day since 1970-01-01. */
  readonly dayOf: (year: number) => number;
  readonly time: number;
}

interface DaylightSaving {
  readonly offset: number;
  readonly start: YearlyChange;
  readonly end: YearlyChange;
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** By POSIX, clocks change at two in the morning unless a rule says otherwise. */
const DEFAULT_CHANGE_TIME = 2 * HOUR;

const NAME = '(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)';
const TIME = '[+-]?\\d{1,3}(?::\\d{2}(?::\\d{2})?)?';
const DATE = '(?:M\\d{1,2}\\.\\d\\.\\d|J\\d{1,3}|\\d{1,3})';
const CHANGE = `(${DATE})(?:/(${TIME}))?`;
const RULE = new RegExp(`^${NAME}(${TIME})(?:${NAME}(${TIME})?,${CHANGE},${CHANGE})?$`);

/** The offsets of a zone in all years after its last listed change: a POSIX TZ string, with the hours of RFC 9636. */
export class PosixRule {
  private readonly standard: number;
  private readonly daylightSaving: DaylightSaving | null;
  private readonly changesOfYear = new Map<number, { readonly start: number; readonly end: number }>();

  constructor(standard: number, daylightSaving: DaylightSaving | null) {
    this.standard = standard;
    this.daylightSaving = daylightSaving;
  }

  /** Returns the seconds that local time is ahead of UTC. `at` is in seconds since 1970. */
  offsetAt(at: number): number {
    const saving = this.daylightSaving;
    if (saving === null) return this.standard;
    const year = new Date(at * 1000).getUTCFullYear();
    let [latest, offset] = [-Infinity, this.standard];
    for (const candidate of [year - 1, year, year + 1]) {
      const { start, end } = this.changesIn(candidate, saving);
      if (end <= at && end > latest) [latest, offset] = [end, this.standard];
      // Where one period of daylight saving ends as the next one starts, it is in force all year.
      if (start <= at && start >= latest) [latest, offset] = [start, saving.offset];
    }
    return offset;
  }

  private changesIn(year: number, { offset, start, end }: DaylightSaving) {
    let changes = this.changesOfYear.get(year);
    if (changes === undefined) {
      changes = {
        start: start.dayOf(year) * DAY + start.time - this.standard,
        end: end.dayOf(year) * DAY + end.time - offset,
      };
      this.changesOfYear.set(year, changes);
    }
    return changes;
  }
}

/** Parses a POSIX TZ string such as `CST6CDT,M3.2.0,M11.1.0`. Hours of changes may be -167 to 167. */
export function parsePosixRule(text: string): PosixRule | ParseProblem {
  const problem = { problem: 'is not a POSIX TZ string such as CST6CDT,M3.2.0,M11.1.0' };
  const match = RULE.exec(text);
  if (match === null) return problem;
  const [, standardText, savingText, startDate, startTime, endDate, endTime] = match;
  // POSIX counts hours west of Greenwich. A subtraction, since zero must not become -0.
  const standard = 0 - parseSeconds(standardText!, 24);
  if (startDate === undefined) return Number.isNaN(standard) ? problem : new PosixRule(standard, null);
  const offset = savingText === undefined ? standard + HOUR : 0 - parseSeconds(savingText, 24);
  const start = parseChange(startDate, startTime);
  const end = parseChange(endDate!, endTime);
  if (start === null || end === null || Number.isNaN(standard + offset)) return problem;
  return new PosixRule(standard, { offset, start, end });
}

/** NaN if the time is out of range. */
function parseSeconds(text: string, maxHours: number): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  if (hours > maxHours || minutes > 59 || seconds > 59) return NaN;
  return (text.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE + seconds);
}

function parseChange(date: string, timeText: string | undefined): YearlyChange | null {
  const time = timeText === undefined ? DEFAULT_CHANGE_TIME : parseSeconds(timeText, 167);
  const dayOf = parseDate(date);
  return dayOf === null || Number.isNaN(time) ? null : { dayOf, time };
}

function parseDate(text: string): YearlyChange['dayOf'] | null {
  if (text.startsWith('M')) return parseWeekday(text);
  const countsLeapDay = !text.startsWith('J');
  const day = Number(text.replace('J', ''));
  if (day > 365 || (!countsLeapDay && day === 0)) return null;
  if (countsLeapDay) return (year) => firstDay(year, 0) + day;
  // `J60` is 1 March in every year.
  return (year) => firstDay(year, 0) + day - 1 + (day >= 60 && isLeap(year) ? 1 : 0);
}

/** `M3.2.0`: the second Sunday of March. The fifth is the last. */
function parseWeekday(text: string): YearlyChange['dayOf'] | null {
  const [month = 0, week = 0, dayOfWeek = 0] = text.slice(1).split('.').map(Number);
  if (month < 1 || month > 12 || week < 1 || week > 5 || dayOfWeek > 6) return null;
  return (year) => {
    const first = firstDay(year, month - 1);
    // 1970-01-01 was a Thursday, day 4 of a week that begins on Sunday.
    const firstMatch = first + ((((dayOfWeek - first - 4) % 7) + 7) % 7);
    const day = firstMatch + 7 * (week - 1);
    return day < firstDay(year, month) ? day : day - 7;
  };
}

function firstDay(year: number, month: number): number {
  return Date.UTC(year, month, 1) / (DAY * 1000);
}

function isLeap(year: number): boolean {
  return firstDay(year + 1, 0) - firstDay(year, 0) === 366;
}
