import { MAX_REASON_LENGTH } from '../../domain/calendar/special-hours.js';
import { isProblem, type ParseProblem } from '../../domain/parse-problem.js';
import { storeIdProblem } from '../../domain/store-id.js';
import { parseLocalDate } from '../../domain/time/local-date.js';
import type { StagedSpecialHours } from '../../persistence/imports/staging.js';
import { inColumn, parseTimes, quoted } from './row-fields.js';

/** Parses a row of special hours: store id, date, start and end, and if the file has this column the reason. Rule 18. */
export function parseSpecialHours(
  line: number,
  [storeId, date, start, end, reason = '']: readonly string[],
): StagedSpecialHours | ParseProblem {
  const problem = storeIdProblem(storeId!);
  if (problem !== null) return inColumn('store_id', problem);
  const day = parseLocalDate(date!.trim());
  if (day === null) return { problem: `date ${quoted(date!)} is not a date such as 2024-03-11` };
  const times = parseTimes(start!, end!);
  if (isProblem(times)) return times;
  const why = reason.trim();
  if (why.length > MAX_REASON_LENGTH) return { problem: `reason has more than ${MAX_REASON_LENGTH} characters` };
  if (why.includes('\0')) return { problem: 'reason has a character 0' };
  return { line, storeId: storeId!, date: day, ...times, why: why === '' ? null : why };
}
