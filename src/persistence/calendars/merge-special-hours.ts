import type { Merge } from '../imports/merge.js';

/**
 * `given`: a date of a store as the file gives it, its intervals each once, with the first reason of its rows. `current`: what is
 * known of it.
 */
const RESOLVE = `
  analyze staged;
  create temporary table given on commit drop as
  with delivered as (
    select store_key, date, opens, closes, min(line) as line
    from staged join keyed using (store_no)
    group by store_key, date, opens, closes),
  reasons as (
    select distinct on (store_key, date) store_key, date, why
    from staged join keyed using (store_no)
    where why is not null
    order by store_key, date, line),
  dates as (
    select store_key, date,
      coalesce(array_agg(opens order by opens, closes) filter (where opens is not null), '{}') as opens,
      coalesce(array_agg(closes order by opens, closes) filter (where opens is not null), '{}') as closes
    from delivered
    group by store_key, date)
  select dates.*, why as reason, current.store_key is not null as is_known,
    current.store_key is not null
      and (current.opens, current.closes, current.reason) is not distinct from (dates.opens, dates.closes, why) as is_same
  from dates
  left join reasons using (store_key, date)
  left join special_hours current
    on current.store_key = dates.store_key and current.date = dates.date and current.until_version is null;
  analyze given`;

/** A row counts as its date does; a row that repeats another one of its date is unchanged. */
const COUNT = `
  with counted as (
    select is_known, is_same,
      row_number() over (partition by store_key, date, staged.opens, staged.closes order by line) > 1 as is_repeated
    from staged join keyed using (store_no) join given using (store_key, date))
  select (count(*) filter (where not is_repeated and not is_known))::integer as inserted,
    (count(*) filter (where is_repeated or is_same))::integer as unchanged,
    (count(*) filter (where not is_repeated and is_known and not is_same))::integer as corrected
  from counted`;

/** The rows of a date replace all that is known of it. Rule 18. */
export const mergeSpecialHours: Merge = async (client, version) => {
  await client.query(RESOLVE);
  const { rows: counts } = await client.query<{ inserted: number; unchanged: number; corrected: number }>(COUNT);
  const ended = await client.query(
    `update special_hours current set until_version = $1
     from given
     where current.store_key = given.store_key and current.date = given.date and until_version is null and not is_same`,
    [version],
  );
  const added = await client.query(
    `insert into special_hours (store_key, date, opens, closes, reason, since_version)
     select store_key, date, opens, closes, reason, $1 from given where not is_same
     order by store_key, date`,
    [version],
  );
  return { ...counts[0]!, changed: (added.rowCount ?? 0) > 0, replaced: (ended.rowCount ?? 0) > 0 };
};
