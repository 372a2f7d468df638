/** A moment: whole microseconds since 1970-01-01T00:00:00Z. Exact in a double until the year 2255. */
export type Instant = number;

/** A length of time in whole microseconds. */
export type Microseconds = number;

export const SECOND: Microseconds = 1_000_000;
export const MINUTE: Microseconds = 60 * SECOND;
export const HOUR: Microseconds = 60 * MINUTE;
export const DAY: Microseconds = 24 * HOUR;

const FIRST_YEAR = 1970;
const LAST_YEAR = 2254;
const FIRST_INSTANT: Instant = Date.UTC(FIRST_YEAR, 0) * 1000;
const END_OF_INSTANTS: Instant = Date.UTC(LAST_YEAR + 1, 0) * 1000;

const INSTANT_PATTERN =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)? ?(UTC|Z|[+-]\d{2}(?::?\d{2})?)?$/;

/** Why a text is not an instant: `unreadable`, or readable but without the zone that the caller asked for. */
export type InstantProblem = 'unreadable' | 'without-zone';

/**
 * Reads `2023-01-22 12:09:39.388884 UTC` or ISO 8601, with zero to six fraction digits, years 1970 to 2254.
 * A text without a zone is UTC where `zone` is `'assume-utc'` (files) and a problem where it is `'required'` (JSON).
 */
export function parseInstant(text: string, zone: 'assume-utc' | 'required'): Instant | InstantProblem {
  const match = INSTANT_PATTERN.exec(text);
  if (match === null) return 'unreadable';
  const [, year, month, day, hour, minute, second = '0', fraction = '', suffix] = match;
  if (suffix === undefined && zone === 'required') return 'without-zone';
  const offset = suffix === undefined ? 0 : parseOffset(suffix);
  const days = daysSinceEpoch(Number(year), Number(month), Number(day));
  if (offset === null || days === null) return 'unreadable';
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return 'unreadable';
  const time = Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * SECOND;
  const instant = days * DAY + time + Number(fraction.padEnd(6, '0')) - offset;
  return FIRST_INSTANT <= instant && instant < END_OF_INSTANTS ? instant : 'unreadable';
}

function parseOffset(suffix: string): Microseconds | null {
  if (suffix === 'Z' || suffix === 'UTC') return 0;
  const hours = Number(suffix.slice(1, 3));
  const minutes = suffix.length > 3 ? Number(suffix.slice(-2)) : 0;
  if (hours > 23 || minutes > 59) return null;
  return (suffix.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

/** Days from 1970-01-01 to a date of the Gregorian calendar, or null where there is no such date. */
function daysSinceEpoch(year: number, month: number, day: number): number | null {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return null;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lastDay = month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  if (day > lastDay) return null;
  return (Date.UTC(year, month - 1, day) * 1000) / DAY;
}

/** ISO 8601 in UTC with all six fraction digits: `2023-01-25T18:13:22.479220Z`. */
export function formatInstant(instant: Instant): string {
  const micros = ((instant % 1000) + 1000) % 1000;
  const iso = new Date((instant - micros) / 1000).toISOString();
  return `${iso.slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
}
