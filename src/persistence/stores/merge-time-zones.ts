import type { Merge } from '../imports/merge.js';

/** Resolves rows as if they were imported one by one: `before` is the zone that a row replaces. The last row is kept. */
const RESOLVE = `
  analyze staged;
  create temporary table resolved on commit drop as
  select keyed.store_key, staged.time_zone, current.time_zone as current,
    coalesce(lag(staged.time_zone) over of_store, current.time_zone) as before,
    lead(staged.line) over of_store is null as last
  from staged
  join keyed using (store_no)
  left join store_time_zone current on current.store_key = keyed.store_key and current.until_version is null
  window of_store as (partition by keyed.store_key order by staged.line)`;

export const mergeTimeZones: Merge = async (client, version) => {
  await client.query(RESOLVE);
  const { rows: counts } = await client.query<{ inserted: number; unchanged: number; corrected: number }>(`
    select (count(*) filter (where before is null))::integer as inserted,
      (count(*) filter (where before = time_zone))::integer as unchanged,
      (count(*) filter (where before <> time_zone))::integer as corrected
    from resolved`);
  const ended = await client.query(
    `update store_time_zone set until_version = $1
     from resolved
     where resolved.last and resolved.current <> resolved.time_zone
       and store_time_zone.store_key = resolved.store_key and store_time_zone.until_version is null`,
    [version],
  );
  const { rowCount } = await client.query(
    `insert into store_time_zone (store_key, time_zone, since_version)
     select store_key, time_zone, $1 from resolved
     where last and current is distinct from time_zone
     order by store_key`,
    [version],
  );
  return { ...counts[0]!, changed: (rowCount ?? 0) > 0, replaced: (ended.rowCount ?? 0) > 0 };
};
