import { parseTimeOfDay } from '../domain/calendar.js';
import { DAY, formatInstant, MINUTE, parseInstant, type Instant } from '../domain/instant.js';
import type { PollStatus } from '../domain/interpolation.js';
import { isTimeZone } from '../domain/zone-offsets.js';
import type { FileKind } from '../persistence/imports/import.entity.js';
import type { StagedRows } from '../persistence/imports/staging.js';
import { truncate } from './csv-layout.js';

/** How far a poll's instant may be ahead of the clock: clocks differ, the future is a mistake. */
const MAX_CLOCK_LEAD = 5 * MINUTE;

export const MAX_STORE_ID_LENGTH = 255;

/**
 * Reads a row, or says why it can't be used. `positions` says where in `record` the columns of the kind stand, in their
 * order.
 */
export type RowParser<K extends FileKind> = (
  line: number,
  record: readonly string[],
  positions: readonly number[],
) => StagedRows[K] | string;

/** Between which instants polls are taken. */
export interface PollLimits {
  /** The clock that a poll must not be ahead of. */
  readonly now: Instant;
  /** From when on polls are kept; null where none were dropped. */
  readonly keptFrom: Instant | null;
}

/** The readers of all kinds. */
export function rowParsers(limits: PollLimits): { [K in FileKind]: RowParser<K> } {
  const zones = new Map<string, boolean>();
  const known = (zone: string): boolean => {
    let valid = zones.get(zone);
    if (valid === undefined) zones.set(zone, (valid = isTimeZone(zone)));
    return valid;
  };
  return {
    polls: (line, record, [storeId, instant, status]) =>
      parsePoll(line, record[storeId!]!, record[instant!]!, record[status!]!, limits),
    'business-hours': (line, record, [storeId, day, open, close]) =>
      parseHours(line, record[storeId!]!, record[day!]!, record[open!]!, record[close!]!),
    'time-zones': (line, record, positions) => {
      const [storeId, zone] = positions.map((position) => record[position]);
      const timeZone = zone!.trim();
      const problem = storeIdProblem(storeId!);
      if (problem !== null) return `store_id ${problem}`;
      if (!known(timeZone)) return `timezone_str ${quoted(zone!)} is not an IANA time zone such as America/Chicago`;
      return { line, storeId: storeId!, timeZone };
    },
  };
}

/** What is wrong with a store id, or null. Ids are opaque: anything that text can hold is one, as it is. */
export function storeIdProblem(storeId: string): string | null {
  if (storeId.trim() === '') return 'is empty';
  if (storeId.length > MAX_STORE_ID_LENGTH) {
    return `has ${storeId.length} characters; at most ${MAX_STORE_ID_LENGTH} are allowed`;
  }
  if (storeId.includes('\0')) return 'contains a NUL character';
  if (storeId.includes('\uFFFD')) return 'contains bytes that are not UTF-8';
  if (!storeId.isWellFormed()) return 'contains half a character';
  return null;
}

function parsePoll(
  line: number,
  storeId: string,
  timestamp: string,
  status: string,
  limits: PollLimits,
): StagedRows['polls'] | string {
  const problem = storeIdProblem(storeId);
  if (problem !== null) return `store_id ${problem}`;
  const at = parseInstant(timestamp.trim(), 'assume-utc');
  if (typeof at !== 'number') {
    return `timestamp_utc ${quoted(timestamp)} is not an instant such as 2023-01-22 12:09:39.388884 UTC`;
  }
  const misplaced = instantProblem(at, limits);
  if (misplaced !== null) return `timestamp_utc ${quoted(timestamp)} ${misplaced}`;
  const read = parseStatus(status);
  if (read === null) return `status ${quoted(status)} is neither active nor inactive`;
  return { line, storeId, at, active: read === 'active' };
}

/** Why a poll of an instant is not taken, or null. */
export function instantProblem(at: Instant, { now, keptFrom }: PollLimits): string | null {
  if (at > now + MAX_CLOCK_LEAD) return 'is more than five minutes ahead of the clock';
  if (keptFrom === null || at >= keptFrom) return null;
  return `is before ${formatInstant(keptFrom)}, from when on polls are kept`;
}

/** Reads a status in any case and between spaces; null where it is none. */
export function parseStatus(text: string): PollStatus | null {
  if (text === 'active' || text === 'inactive') return text;
  const normalized = text.trim().toLowerCase();
  return normalized === 'active' || normalized === 'inactive' ? normalized : null;
}

function parseHours(
  line: number,
  storeId: string,
  day: string,
  start: string,
  end: string,
): StagedRows['business-hours'] | string {
  const problem = storeIdProblem(storeId);
  if (problem !== null) return `store_id ${problem}`;
  if (!/^[0-6]$/.test(day.trim())) return `day ${quoted(day)} is not 0 (Monday) to 6 (Sunday)`;
  const open = parseTimeOfDay(start.trim());
  if (open === null || open === DAY) {
    return `start_time_local ${quoted(start)} is not a time of day before 24:00`;
  }
  const close = parseTimeOfDay(end.trim());
  if (close === null) return `end_time_local ${quoted(end)} is not a time of day from 00:00 to 24:00`;
  return { line, storeId, dayOfWeek: Number(day), open, close };
}

function quoted(value: string): string {
  return JSON.stringify(truncate(value));
}
