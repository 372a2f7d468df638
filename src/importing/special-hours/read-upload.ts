import type { ParseProblem } from '../../domain/parse-problem.js';
import { formatLocalDate, parseLocalDate, type LocalDate } from '../../domain/time/local-date.js';
import { isProblem } from '../../domain/parse-problem.js';
import { readCalendar } from './calendar/read-calendar.js';
import { readSpecialHoursJson } from './read-special-hours-json.js';
import { inAllZones, within, type Dates, type UploadedDates } from './uploaded-dates.js';

export interface UploadSettings {
  /** The zones by whose clocks the dates of a calendar's events are: that of a store, or those of a group's stores. */
  readonly timeZones: readonly string[];
  /** The dates that are taken; null: all that are named, and of a calendar those of `yearsFrom`. */
  readonly range: Dates | null;
  readonly today: LocalDate;
}

/** The years of a calendar that are taken, since what recurs has no last date. */
const CALENDAR_YEARS = 3;

/** Reads an upload of special hours: the text of a calendar (.ics), or a JSON value. */
export async function readSpecialHoursUpload(
  body: unknown,
  { timeZones, range, today }: UploadSettings,
): Promise<UploadedDates | ParseProblem> {
  if (typeof body === 'string') return readInZones(body, timeZones, range ?? yearsFrom(today));
  const read = readSpecialHoursJson(body);
  return isProblem(read) || range === null ? read : within(range, read);
}

/** Reads a calendar by each clock. A date on which not all of them are closed is not taken. */
async function readInZones(
  text: string,
  timeZones: readonly string[],
  range: Dates,
): Promise<UploadedDates | ParseProblem> {
  const byZone = new Map<string, UploadedDates>();
  for (const timeZone of timeZones) {
    const read = await readCalendar(text, { timeZone, range });
    if (isProblem(read)) return read;
    byZone.set(timeZone, read);
  }
  return inAllZones(byZone);
}

/** The year of a date and the two that follow. */
function yearsFrom(today: LocalDate): Dates {
  const year = Number(formatLocalDate(today).slice(0, 4));
  return { from: parseLocalDate(`${year}-01-01`)!, to: parseLocalDate(`${year + CALENDAR_YEARS - 1}-12-31`)! };
}
