import type { PoolClient } from 'pg';
import type { Merge, MergeCounts } from '../imports/merge.js';

/** The rows of stores or those of groups, and the table that they go to. */
interface Part {
  readonly table: 'special_hours' | 'group_special_hours';
  readonly keys: string;
  /** SQL for the staged rows with their keys. */
  readonly rows: string;
}

const PARTS: readonly Part[] = [
  { table: 'special_hours', keys: 'store_key', rows: 'staged join keyed using (store_no)' },
  {
    table: 'group_special_hours',
    keys: 'group_kind, group_value',
    rows: '(select * from staged where group_kind is not null and staged.reason is null) staged',
  },
];

/**
 * `given`: a date of a store or group as the file gives it, its intervals each once, with the first reason of its rows. `current`:
 * what is known of it.
 */
const resolve = ({ table, keys, rows }: Part) => `
  drop table if exists given;
  create temporary table given on commit drop as
  with delivered as (
    select ${keys}, date, opens, closes, min(line) as line
    from ${rows}
    group by ${keys}, date, opens, closes),
  reasons as (
    select distinct on (${keys}, date) ${keys}, date, why
    from ${rows}
    where why is not null
    order by ${keys}, date, line),
  dates as (
    select ${keys}, date,
      coalesce(array_agg(opens order by opens, closes) filter (where opens is not null), '{}') as opens,
      coalesce(array_agg(closes order by opens, closes) filter (where opens is not null), '{}') as closes
    from delivered
    group by ${keys}, date)
  select ${keys}, date, dates.opens, dates.closes, why as reason, current.since_version is not null as is_known,
    current.since_version is not null
      and (current.opens, current.closes, current.reason) is not distinct from (dates.opens, dates.closes, why) as is_same
  from dates
  left join reasons using (${keys}, date)
  left join (select * from ${table} where until_version is null) current using (${keys}, date);
  analyze given`;

/** A row counts as its date does; a row that repeats another one of its date is unchanged. */
const count = ({ keys, rows }: Part) => `
  with counted as (
    select is_known, is_same,
      row_number() over (partition by ${keys}, date, staged.opens, staged.closes order by line) > 1 as is_repeated
    from ${rows} join given using (${keys}, date))
  select (count(*) filter (where not is_repeated and not is_known))::integer as inserted,
    (count(*) filter (where is_repeated or is_same))::integer as unchanged,
    (count(*) filter (where not is_repeated and is_known and not is_same))::integer as corrected
  from counted`;

const end = ({ table, keys }: Part) => `
  update ${table} set until_version = $1
  where until_version is null and (${keys}, date) in (select ${keys}, date from given where not is_same)`;

const insert = ({ table, keys }: Part) => `
  insert into ${table} (${keys}, date, opens, closes, reason, since_version)
  select ${keys}, date, opens, closes, reason, $1 from given where not is_same
  order by ${keys}, date`;

/** The rows of a date replace all that is known of it. Rule 18. */
export const mergeSpecialHours: Merge = async (client, version) => {
  await client.query('analyze staged');
  const merged = { inserted: 0, unchanged: 0, corrected: 0, changed: false, replaced: false };
  for (const part of PARTS) {
    const { ended, added, ...counts } = await mergePart(client, part, version);
    merged.inserted += counts.inserted;
    merged.unchanged += counts.unchanged;
    merged.corrected += counts.corrected;
    merged.changed ||= added > 0;
    merged.replaced ||= ended > 0;
  }
  return merged;
};

async function mergePart(
  client: PoolClient,
  part: Part,
  version: number,
): Promise<MergeCounts & { readonly ended: number; readonly added: number }> {
  await client.query(resolve(part));
  const { rows: counts } = await client.query<MergeCounts>(count(part));
  const ended = await client.query(end(part), [version]);
  const added = await client.query(insert(part), [version]);
  return { ...counts[0]!, ended: ended.rowCount ?? 0, added: added.rowCount ?? 0 };
}
