import type { Merge } from '../imports/merge.js';

/** The rows of a store replace all of its hours. `known`: the same row is current, or is an earlier row of the file. */
const RESOLVE = `
  analyze staged;
  create temporary table resolved on commit drop as
  select keyed.store_key, staged.day_of_week, staged.opens, staged.closes,
    current.store_key is not null
      or row_number() over (partition by keyed.store_key, staged.day_of_week, staged.opens, staged.closes) > 1 as known,
    exists (
      select from business_hours earlier where earlier.store_key = keyed.store_key and earlier.until_version is null
    ) as replaces
  from staged
  join keyed using (store_no)
  left join business_hours current
    on current.store_key = keyed.store_key and current.day_of_week = staged.day_of_week
    and current.opens = staged.opens and current.closes = staged.closes and current.until_version is null`;

export const mergeBusinessHours: Merge = async (client, version) => {
  await client.query(RESOLVE);
  const { rows: counts } = await client.query<{ inserted: number; unchanged: number; corrected: number }>(`
    select (count(*) filter (where not known and not replaces))::integer as inserted,
      (count(*) filter (where known))::integer as unchanged,
      (count(*) filter (where not known and replaces))::integer as corrected
    from resolved`);
  const ended = await client.query(
    `update business_hours set until_version = $1
     where until_version is null
       and store_key in (select store_key from resolved)
       and not exists (
         select from resolved
         where resolved.store_key = business_hours.store_key
           and resolved.day_of_week = business_hours.day_of_week
           and resolved.opens = business_hours.opens and resolved.closes = business_hours.closes)`,
    [version],
  );
  const added = await client.query(
    `insert into business_hours (store_key, day_of_week, opens, closes, since_version)
     select store_key, day_of_week, opens, closes, $1 from resolved where not known
     order by store_key, day_of_week, opens, closes`,
    [version],
  );
  const replaced = (ended.rowCount ?? 0) > 0 || counts[0]!.corrected > 0;
  return { ...counts[0]!, changed: replaced || (added.rowCount ?? 0) > 0, replaced };
};
