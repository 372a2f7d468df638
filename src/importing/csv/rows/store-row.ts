import { parseGroupValue, parseLabel } from '../../../domain/groups/group.js';
import { MAX_NAME_LENGTH, parseTarget, parseValuePerHour } from '../../../domain/groups/store-attributes.js';
import { isProblem, type ParseProblem } from '../../../domain/parse-problem.js';
import { storeIdProblem } from '../../../domain/store-id.js';
import type { StagedStore } from '../../../persistence/imports/staging.js';
import { inColumn, quoted } from './row-fields.js';

/** Parses a value that a column may leave empty; undefined where the file has no such column. */
function parseOptional<T>(
  column: string,
  text: string | undefined,
  parse: (text: string) => T | ParseProblem,
): { value: T | null | undefined } | ParseProblem {
  if (text === undefined) return { value: undefined };
  if (text.trim() === '') return { value: null };
  const value = parse(text.trim());
  return isProblem(value) ? inColumn(`${column} ${quoted(text)}`, value) : { value: value };
}

/**
 * Parses a row of attributes: store id, then name, target and value per hour, undefined where the file has no such column, then a
 * value for each of `groupKinds`. An empty value removes what was known. Rules 23 and 25.
 */
export function parseStore(
  line: number,
  [storeId, name, target, valuePerHour, ...values]: readonly (string | undefined)[],
  groupKinds: readonly string[],
): StagedStore | ParseProblem {
  const problem = storeIdProblem(storeId!);
  if (problem !== null) return inColumn('store_id', problem);
  const named = parseOptional('name', name, (text) => parseLabel(text, MAX_NAME_LENGTH));
  if ('problem' in named) return named;
  const aimed = parseOptional('target', target, parseTarget);
  if ('problem' in aimed) return aimed;
  const valued = parseOptional('value_per_hour', valuePerHour, parseValuePerHour);
  if ('problem' in valued) return valued;
  const groups: Record<string, string | null> = {};
  for (const [index, kind] of groupKinds.entries()) {
    const given = parseOptional(`group:${kind}`, values[index], parseGroupValue);
    if ('problem' in given) return given;
    groups[kind] = given.value ?? null;
  }
  const attributes = {
    ...(named.value !== undefined && { name: named.value }),
    ...(aimed.value !== undefined && { target: aimed.value }),
    ...(valued.value !== undefined && { valuePerHour: valued.value }),
    groups,
  };
  return { line, storeId: storeId!, attributes };
}
