import { MAX_REASON_LENGTH } from '../../../domain/calendar/special-hours.js';
import { DAY } from '../../../domain/time/instant.js';
import type { ParseProblem } from '../../../domain/parse-problem.js';
import type { TimeOfDay } from '../../../domain/calendar/calendar.js';
import { truncate } from '../csv-layout.js';
import { parseFileTimeOfDay } from './time-formats.js';

const CLOSED = /^(closed)?$/i;

/** Parses the times of a row; null for a day or a date on which the store is closed: rules 18 and 20. */
export function parseTimes(
  start: string,
  end: string,
): { open: TimeOfDay | null; close: TimeOfDay | null } | ParseProblem {
  if (CLOSED.test(start.trim()) && CLOSED.test(end.trim())) return { open: null, close: null };
  const open = parseFileTimeOfDay(start);
  if (open === null || open === DAY) {
    return { problem: `start_time_local ${quoted(start)} is not a time of day before 24:00` };
  }
  const close = parseFileTimeOfDay(end);
  if (close === null) return { problem: `end_time_local ${quoted(end)} is not a time of day from 00:00 to 24:00` };
  return { open, close };
}

const NONE = { why: null };

/** Parses the reason of a row; null if it has none. */
export function parseReason(text: string): { why: string | null } | ParseProblem {
  if (text === '') return NONE;
  const why = text.trim();
  if (why.length > MAX_REASON_LENGTH) return { problem: `reason has more than ${MAX_REASON_LENGTH} characters` };
  if (why.includes('\0')) return { problem: 'reason has a character 0' };
  return { why: why === '' ? null : why };
}

export function inColumn(column: string, { problem }: ParseProblem): ParseProblem {
  return { problem: `${column} ${problem}` };
}

export function quoted(value: string): string {
  return JSON.stringify(truncate(value));
}
