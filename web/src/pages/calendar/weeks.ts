import { addDays } from '../../parts/format/date.js';

export const WEEKS = 6;
const DAYS = 7;

/** Returns the Monday of the week of a date. */
export function mondayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, -((weekday + DAYS - 1) % DAYS));
}

/** Returns the dates of the weeks that begin on a Monday. */
export function weeksFrom(monday: string): string[][] {
  return Array.from({ length: WEEKS }, (_, week) =>
    Array.from({ length: DAYS }, (__, day) => addDays(monday, week * DAYS + day)),
  );
}

/** Returns the date of a moment on the clock of the viewer. */
export function localDateOf(now: Date): string {
  const digits = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${digits(now.getMonth() + 1)}-${digits(now.getDate())}`;
}
