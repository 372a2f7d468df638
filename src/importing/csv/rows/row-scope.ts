import { parseGroup, type Group } from '../../../domain/groups/group.js';
import { isProblem, type ParseProblem } from '../../../domain/parse-problem.js';
import { storeIdProblem } from '../../../domain/store-id.js';
import { inColumn, quoted } from './row-fields.js';

/** What a row is about: a store or a group. */
export type RowScope =
  { readonly storeId: string; readonly group: null } | { readonly storeId: null; readonly group: Group };

/** Parses the fields `store_id` and `group`, of which a row has one. */
export function parseScope(storeId: string, group: string): RowScope | ParseProblem {
  if (group.trim() === '') {
    if (storeId === '') return { problem: 'the row has neither a store_id nor a group' };
    const problem = storeIdProblem(storeId);
    return problem === null ? { storeId, group: null } : inColumn('store_id', problem);
  }
  if (storeId !== '') return { problem: 'the row has both a store_id and a group' };
  const parsed = parseGroup(group.trim());
  return isProblem(parsed) ? inColumn(`group ${quoted(group)}`, parsed) : { storeId: null, group: parsed };
}
