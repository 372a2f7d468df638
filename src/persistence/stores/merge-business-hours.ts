import type { PoolClient } from 'pg';
import type { Changes, Merge, MergeCounts } from '../imports/merge.js';

/** Whether two rows of hours are equal; closed days have no times, and most rows no dates. */
const sameRow = (one: string, other: string) => `
  ${one}.store_key = ${other}.store_key and ${one}.day_of_week = ${other}.day_of_week
  and (${one}.opens, ${one}.closes, ${one}.valid_from, ${one}.valid_through)
    is not distinct from (${other}.opens, ${other}.closes, ${other}.valid_from, ${other}.valid_through)`;

/**
 * `span`: the period for which the file gives the hours of a store, from the first date of its rows to the last; without
 * dates, for ever.
 */
const SPAN = `
  analyze staged;
  create temporary table span on commit drop as
  select store_key,
    min(coalesce(valid_from, '-infinity')) as first, max(coalesce(valid_through, 'infinity')) as last
  from staged join keyed using (store_no)
  group by store_key;
  analyze span`;

/**
 * The hours of stores that had none: each row once. Sorted once, for that and for the index. A hash table of all rows would take twice
 * the time, as they are sorted afterwards, and twice the memory.
 */
const ADD_FIRST = `
  insert into business_hours (store_key, day_of_week, opens, closes, valid_from, valid_through, since_version)
  select distinct store_key, day_of_week, opens, closes, valid_from, valid_through, $1::integer
  from staged join keyed using (store_no)
  order by store_key, day_of_week, opens, closes, valid_from, valid_through`;

/**
 * `resolved`: the rows of the file. `known`: the same row is current, or is an earlier row of the file.
 * `replaces`: the store had hours in the span.
 */
const RESOLVE = `
  create temporary table resolved on commit drop as
  with delivered as (
    select keyed.store_key, day_of_week, opens, closes, valid_from, valid_through
    from staged join keyed using (store_no))
  select delivered.*,
    current.store_key is not null
      or row_number() over (
        partition by delivered.store_key, delivered.day_of_week, delivered.opens, delivered.closes,
          delivered.valid_from, delivered.valid_through) > 1 as known,
    exists (
      select from business_hours earlier
      where earlier.store_key = delivered.store_key and earlier.until_version is null
        and coalesce(earlier.valid_from, '-infinity') <= span.last
        and coalesce(earlier.valid_through, 'infinity') >= span.first) as replaces
  from delivered
  join span using (store_key)
  left join business_hours current on current.until_version is null and ${sameRow('current', 'delivered')}`;

/** `kept`: what is left of current rows before and after the span of the file. */
const KEEP_OTHER_PERIODS = `
  analyze resolved;
  create temporary table kept on commit drop as
  select current.store_key, day_of_week, opens, closes,
    current.valid_from, least(current.valid_through, span.first - 1) as valid_through
  from business_hours current join span using (store_key)
  where until_version is null and coalesce(current.valid_from, '-infinity') < span.first
  union
  select current.store_key, day_of_week, opens, closes,
    greatest(current.valid_from, span.last + 1), current.valid_through
  from business_hours current join span using (store_key)
  where until_version is null and coalesce(current.valid_through, 'infinity') > span.last`;

const END = `
  update business_hours current set until_version = $1
  where until_version is null
    and store_key in (select store_key from span)
    and not exists (select from resolved where ${sameRow('resolved', 'current')})
    and not exists (select from kept where ${sameRow('kept', 'current')})`;

const ADD = `
  insert into business_hours (store_key, day_of_week, opens, closes, valid_from, valid_through, since_version)
  select store_key, day_of_week, opens, closes, valid_from, valid_through, $1
  from (
    select store_key, day_of_week, opens, closes, valid_from, valid_through from resolved where not known
    union
    select kept.* from kept
    where not exists (
      select from business_hours current where current.until_version is null and ${sameRow('current', 'kept')})
  ) added
  order by store_key, day_of_week, opens, closes`;

/** The rows of a store replace its hours in the period that they span; hours before and after stay. Rule 19. */
export const mergeBusinessHours: Merge = async (client, version) => {
  const { rows: known } = await client.query<{ any: boolean }>(
    'select exists (select from business_hours join keyed using (store_key) where until_version is null) as any',
  );
  return known[0]!.any ? resolveAndMerge(client, version) : addFirst(client, version);
};

async function addFirst(client: PoolClient, version: number): Promise<MergeCounts & Changes> {
  await client.query('set local enable_hashagg = off');
  const { rowCount } = await client.query(ADD_FIRST, [version]);
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::integer as count from staged where store_no is not null',
  );
  const inserted = rowCount ?? 0;
  return { inserted, unchanged: rows[0]!.count - inserted, corrected: 0, changed: inserted > 0, replaced: false };
}

async function resolveAndMerge(client: PoolClient, version: number): Promise<MergeCounts & Changes> {
  await client.query(SPAN);
  await client.query(RESOLVE);
  await client.query(KEEP_OTHER_PERIODS);
  const { rows: counts } = await client.query<{ inserted: number; unchanged: number; corrected: number }>(`
    select (count(*) filter (where not known and not replaces))::integer as inserted,
      (count(*) filter (where known))::integer as unchanged,
      (count(*) filter (where not known and replaces))::integer as corrected
    from resolved`);
  const ended = await client.query(END, [version]);
  const added = await client.query(ADD, [version]);
  const replaced = (ended.rowCount ?? 0) > 0 || counts[0]!.corrected > 0;
  return { ...counts[0]!, changed: replaced || (added.rowCount ?? 0) > 0, replaced };
}
