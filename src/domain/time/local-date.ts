import { DAY } from './instant.js';

/** A date on a local clock, as days since 1970-01-01. */
export type LocalDate = number;

/** 1970-01-01 was a Thursday, day 3. */
const EPOCH_DAY_OF_WEEK = 3;

const MILLISECONDS_PER_DAY = DAY / 1_000;

/** Parses `2024-03-11`, years 0001 to 9999; null if the text is no date of the calendar. */
export function parseLocalDate(text: string): LocalDate | null {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const millis = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(millis)) return null;
  const date = millis / MILLISECONDS_PER_DAY;
  return formatLocalDate(date) === text ? date : null;
}

/** Returns the day of the week of a date; 0 is Monday. */
export function dayOfWeekOf(date: LocalDate): number {
  return (((date + EPOCH_DAY_OF_WEEK) % 7) + 7) % 7;
}

export function formatLocalDate(date: LocalDate): string {
  return new Date(date * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}
