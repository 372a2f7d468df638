import { isProblem, type ParseProblem } from '../../../domain/parse-problem.js';
import type { StagedSpecialHours } from '../../../persistence/imports/staging.js';
import { parseReason, parseTimes, quoted } from './row-fields.js';
import { parseScope } from './row-scope.js';
import { parseFileDate } from './time-formats.js';

/** Parses a row of special hours: store id, date, start, end, reason and group; missing columns are empty. Rule 18. */
export function parseSpecialHours(
  line: number,
  [storeId = '', date = '', start = '', end = '', reason = '', group = '']: readonly string[],
): StagedSpecialHours | ParseProblem {
  const scope = parseScope(storeId, group);
  if (isProblem(scope)) return scope;
  const day = parseFileDate(date);
  if (day === null) return { problem: `date ${quoted(date)} is not a date such as 2024-03-11` };
  const times = parseTimes(start, end);
  if (isProblem(times)) return times;
  const given = parseReason(reason);
  if (isProblem(given)) return given;
  return { line, ...scope, date: day, ...times, ...given };
}
