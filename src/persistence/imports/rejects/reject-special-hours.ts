import type { PoolClient } from 'pg';
import { lockData } from '../../connection/data-version.js';
import { rejectStaged, type RejectedRows } from './reject-staged.js';

/** Selects the lines of stores, or of groups, of which a date is closed by one row and open by another. */
const contradictions = (of: string, keys: string) => `
  select unnest(array_agg(line)) from ${of}
  group by ${keys}, date
  having bool_or(opens is null) and bool_or(opens is not null)`;

const OF_STORES = 'staged join named using (store_no)';
const OF_GROUPS = '(select * from staged where group_kind is not null and reason is null) staged';

const UNKNOWN_GROUP = `
  select line from ${OF_GROUPS}
  where not exists (
    select from store_group
    where store_group.kind = group_kind and store_group.value = group_value and until_version is null)`;

const GROUP_FIELD = `group_kind || ':' || group_value`;
const FIELDS = ['date', 'opens', 'closes', 'why'];

/** Which rows, the fields of one as it was, and why. In this order. */
const REJECTED = [
  [
    contradictions(OF_STORES, 'named.external_id'),
    FIELDS,
    'the file says both closed and open of the store on this date; neither was taken',
  ],
  [UNKNOWN_GROUP, [GROUP_FIELD, ...FIELDS], 'no store is in this group'],
  [
    contradictions(OF_GROUPS, 'group_kind, group_value'),
    [GROUP_FIELD, ...FIELDS],
    'the file says both closed and open of the group on this date; neither was taken',
  ],
] as const;

/** Rejects the staged special hours of unknown groups, and of dates that the file calls both closed and open. */
export async function rejectSpecialHours(client: PoolClient): Promise<RejectedRows[]> {
  // Until the transaction ends, no store comes to a group or leaves it.
  await lockData(client);
  const rejected: RejectedRows[] = [];
  for (const [lines, columns, reason] of REJECTED) {
    const rows = await rejectStaged(client, { lines, columns }, reason);
    if (rows !== null) rejected.push(rows);
  }
  return rejected;
}
