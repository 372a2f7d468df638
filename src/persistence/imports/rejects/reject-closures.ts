import type { PoolClient } from 'pg';
import { overlapsSql } from '../../calendars/closure-columns.js';
import { lockData } from '../../connection/data-version.js';
import { rejectStaged, type RejectedRows } from './reject-staged.js';

const TIMES = 'starts_at, starts_local, ends_at, ends_local';

/**
 * `asked`: the closures of the file; `known`: the current ones, each with its store or group as a text that joins fast. Until
 * the transaction ends, nobody changes those.
 */
const PREPARE = `
  create temporary table asked on commit drop as
  select line, staged.store_no, group_kind, group_value, kind, ${TIMES}, why,
    coalesce('store ' || named.external_id, 'group ' || group_kind || ':' || group_value) as scope
  from staged left join named using (store_no)
  where staged.reason is null;
  create temporary table known on commit drop as
  select closure_id, closure.store_key, group_kind, group_value, kind, ${TIMES}, closure.reason,
    coalesce('store ' || external_id, 'group ' || group_kind || ':' || group_value) as scope
  from closure left join store on store.key = closure.store_key
  where until_version is null;
  analyze asked;
  analyze known`;

const same = (one: string, other: string, columns: string) => {
  const of = (table: string) => columns.replaceAll(/\w+/g, (column) => `${table}.${column}`);
  return `(${of(one)}) is not distinct from (${of(other)})`;
};

const START = 'starts_at, starts_local';

const UNKNOWN_GROUP = `
  select line from asked
  where group_kind is not null and not exists (
    select from store_group
    where store_group.kind = group_kind and store_group.value = group_value and until_version is null)`;

const OVERLAPPING_ROWS = `
  select one.line from asked one join asked other using (scope, kind)
  where one.line <> other.line and not ${same('one', 'other', TIMES)} and ${overlapsSql('one', 'other')}`;

/** One that begins at the same time is corrected, so it is not in the way. */
const OVERLAPPING_KNOWN = `
  select asked.line from asked join known using (scope, kind)
  where not ${same('asked', 'known', START)} and ${overlapsSql('asked', 'known')}
    and not exists (
      select from asked correction
      where correction.scope = known.scope and correction.kind = known.kind and ${same('correction', 'known', START)})`;

/** Why, by which rows. In this order. */
const REJECTED = [
  [UNKNOWN_GROUP, 'no store is in this group'],
  [
    OVERLAPPING_ROWS,
    'another row of the file has a closure of the same kind that overlaps it, for the same stores; neither was taken',
  ],
  [OVERLAPPING_KNOWN, 'it overlaps a known closure of the same kind, for the same stores: GET /closures has that one'],
] as const;

/** The fields of a rejected row, as it was. */
const FIELDS = [
  `group_kind || ':' || group_value`,
  'coalesce(starts_at::text, starts_local::text)',
  'coalesce(ends_at::text, ends_local::text)',
  'kind',
  'why',
];

/** Rejects the staged closures that can't be, by what is known and by the other rows. Leaves `asked` and `known` to the merge. */
export async function rejectClosures(client: PoolClient): Promise<RejectedRows[]> {
  await lockData(client);
  await client.query(PREPARE);
  const rejected: RejectedRows[] = [];
  for (const [lines, reason] of REJECTED) {
    const rows = await rejectStaged(client, { lines, columns: FIELDS }, reason);
    if (rows === null) continue;
    rejected.push(rows);
    await client.query('delete from asked where line in (select line from staged where reason is not null)');
  }
  return rejected;
}
