import { parseDayOfWeek, parseFileDate } from './time-formats.js';
import type { FileKind } from '../../../domain/import.js';
import { describeInvalidInstant } from '../../../domain/time/instant-problem.js';
import { formatInstant, MINUTE, parseInstant, type Instant } from '../../../domain/time/instant.js';
import type { PollStatus } from '../../../domain/uptime/interpolation.js';
import type { LocalDate } from '../../../domain/time/local-date.js';
import { isProblem, type ParseProblem } from '../../../domain/parse-problem.js';
import { isSpreadsheetNumber, storeIdProblem } from '../../../domain/store-id.js';
import { parseTimeZone } from '../../../domain/time-zones/parse-time-zone.js';
import type { StagedRows } from '../../../persistence/imports/staging.js';
import { inColumn, parseReason, parseTimes, quoted } from './row-fields.js';
import { parseStore } from './store-row.js';
import { parseClosure } from './closure-row.js';
import { parseSpecialHours } from './special-hours-row.js';
import type { ImportWarnings } from '../../import-warnings.js';

/** A poll may be this far ahead of the clock, since clocks differ. */
const MAX_CLOCK_LEAD = 5 * MINUTE;

const SPREADSHEET_ID =
  'store_id looks like a number that a spreadsheet has changed: rows of several stores may have become rows of one. ' +
  'Format the column as text and export the file again';

const WINDOWS_ZONE = 'timezone_str is a name of Windows, not of the IANA database; its usual IANA zone was taken';

/** The reason for all rows of a store of which one has the day 7. */
export const HAS_DAY_SEVEN =
  'the store has a row with day 7 in this file, so its days seem to be counted from 1; expected are 0 (Monday) to 6 (Sunday)';

/** Parses a row. `positions` and `groupKinds` are those of the layout. */
export type RowParser<K extends FileKind> = (
  line: number,
  record: readonly string[],
  positions: readonly number[],
  groupKinds: readonly string[],
) => StagedRows[K] | ParseProblem;

/** The range of instants in which polls are accepted. */
export interface PollLimits {
  readonly now: Instant;
  /** The instant from which polls are kept; null if none were dropped. */
  readonly keptFrom: Instant | null;
}

/** What the parsers note beside the rows. */
export interface RowNotes {
  readonly warnings: ImportWarnings;
  /** The stores that have a row with day 7, so that all of their days are probably counted from 1. */
  readonly storesWithDaySeven: Set<string>;
  /** The stores of rows that were rejected for their time zone. */
  readonly storesWithRejectedZone: Set<string>;
}

/** Returns the parsers of all kinds. */
export function rowParsers(limits: PollLimits, notes: RowNotes): { [K in FileKind]: RowParser<K> } {
  const withIdCheck = <T extends { line: number; storeId: string | null } | ParseProblem>(row: T): T => {
    if (!isProblem(row) && row.storeId !== null && isSpreadsheetNumber(row.storeId)) {
      notes.warnings.add(SPREADSHEET_ID, row.line, row.storeId);
    }
    return row;
  };
  return {
    polls: (line, record, [storeId, instant, status, reason]) => {
      const why = reason === undefined ? '' : (record[reason] ?? '');
      return withIdCheck(parsePoll(line, record[storeId!]!, record[instant!]!, record[status!]!, why, limits));
    },
    'business-hours': (line, record, positions) =>
      withIdCheck(
        parseHours(
          line,
          positions.map((position) => record[position] ?? ''),
          notes.storesWithDaySeven,
        ),
      ),
    'time-zones': (line, record, [storeId, zone]) =>
      withIdCheck(parseZone(line, record[storeId!]!, record[zone!]!, notes)),
    'special-hours': (line, record, positions) =>
      withIdCheck(
        parseSpecialHours(
          line,
          positions.map((position) => record[position] ?? ''),
        ),
      ),
    closures: (line, record, positions) =>
      withIdCheck(
        parseClosure(
          line,
          positions.map((position) => record[position] ?? ''),
        ),
      ),
    stores: (line, record, positions, groupKinds) =>
      withIdCheck(
        parseStore(
          line,
          positions.map((position) => record[position]),
          groupKinds,
        ),
      ),
  };
}

function parseZone(
  line: number,
  storeId: string,
  zone: string,
  { warnings, storesWithRejectedZone }: RowNotes,
): StagedRows['time-zones'] | ParseProblem {
  const problem = storeIdProblem(storeId);
  if (problem !== null) return inColumn('store_id', problem);
  const named = parseTimeZone(zone.trim());
  if (isProblem(named)) {
    storesWithRejectedZone.add(storeId);
    return inColumn(`timezone_str ${quoted(zone)}`, named);
  }
  const { timeZone, isFromWindows } = named;
  if (isFromWindows) warnings.add(WINDOWS_ZONE, line, `${zone.trim()}: ${timeZone}`);
  return { line, storeId, timeZone };
}

function parsePoll(
  line: number,
  storeId: string,
  timestamp: string,
  status: string,
  reason: string,
  limits: PollLimits,
): StagedRows['polls'] | ParseProblem {
  const problem = storeIdProblem(storeId);
  if (problem !== null) return inColumn('store_id', problem);
  const at = parseInstant(timestamp.trim(), 'assume-utc');
  if (typeof at !== 'number') {
    const problem = describeInvalidInstant(timestamp.trim());
    const example = problem === 'is not an instant' ? ' such as 2023-01-22 12:09:39.388884 UTC' : '';
    return { problem: `timestamp_utc ${quoted(timestamp)} ${problem}${example}` };
  }
  const misplaced = pollInstantProblem(at, limits);
  if (misplaced !== null) return inColumn(`timestamp_utc ${quoted(timestamp)}`, misplaced);
  const read = parseStatus(status);
  if (read === null) return { problem: `status ${quoted(status)} is neither active nor inactive` };
  const given = parseReason(reason);
  if (isProblem(given)) return given;
  return { line, storeId, at, active: read === 'active', why: given.why };
}

/** Checks whether polls of an instant are accepted. */
export function pollInstantProblem(at: Instant, { now, keptFrom }: PollLimits): ParseProblem | null {
  if (at > now + MAX_CLOCK_LEAD) return { problem: 'is more than five minutes ahead of the clock' };
  if (keptFrom === null || at >= keptFrom) return null;
  return { problem: `is before ${formatInstant(keptFrom)}, from when on polls are kept` };
}

/** Parses a status, in any case and with blanks around it; null if it is none. */
export function parseStatus(text: string): PollStatus | null {
  if (text === 'active' || text === 'inactive') return text;
  const normalized = text.trim().toLowerCase();
  return normalized === 'active' || normalized === 'inactive' ? normalized : null;
}

/** Parses a row of hours: store id, day, start and end, and if the file has these columns the first and last date. */
function parseHours(
  line: number,
  [storeId, day, start, end, first = '', last = '']: readonly string[],
  storesWithDaySeven: Set<string>,
): StagedRows['business-hours'] | ParseProblem {
  const problem = storeIdProblem(storeId!);
  if (problem !== null) return inColumn('store_id', problem);
  if (day!.trim() === '7') storesWithDaySeven.add(storeId!);
  if (storesWithDaySeven.has(storeId!)) return { problem: HAS_DAY_SEVEN };
  const dayOfWeek = parseDayOfWeek(day!);
  if (dayOfWeek === null) return { problem: `day ${quoted(day!)} is not 0 (Monday) to 6 (Sunday)` };
  const times = parseTimes(start!, end!);
  if (isProblem(times)) return times;
  const dates = parsePeriod(first, last);
  if (isProblem(dates)) return dates;
  return { line, storeId: storeId!, dayOfWeek, ...times, ...dates };
}

function parsePeriod(
  first: string,
  last: string,
): Pick<StagedRows['business-hours'], 'validFrom' | 'validThrough'> | ParseProblem {
  const [validFrom, validThrough] = [parseOptionalDate(first), parseOptionalDate(last)];
  if (validFrom === 'invalid') return { problem: `valid_from ${quoted(first)} is not a date such as 2024-03-11` };
  if (validThrough === 'invalid') return { problem: `valid_through ${quoted(last)} is not a date such as 2024-03-11` };
  if (validFrom !== null && validThrough !== null && validFrom > validThrough) {
    return { problem: `valid_through ${quoted(last)} is before valid_from` };
  }
  return { validFrom, validThrough };
}

function parseOptionalDate(text: string): LocalDate | null | 'invalid' {
  return text.trim() === '' ? null : (parseFileDate(text) ?? 'invalid');
}
