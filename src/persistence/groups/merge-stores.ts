import type { Merge } from '../imports/merge.js';

/**
 * `given`: the last row of each store. `next`: what is known of the store with what the row says in its place: a column of the
 * file counts also where it is empty, and what is in no column stays.
 */
const RESOLVE = `
  analyze staged;
  create temporary table given on commit drop as
  select distinct on (store_key) store_key, line, given::jsonb as given
  from staged join keyed using (store_no)
  order by store_key, line desc;
  create temporary table next on commit drop as
  select store_key, current.name as old_name, current.target as old_target,
    current.value_per_hour as old_value_per_hour,
    case when given ? 'name' then given ->> 'name' else current.name end as name,
    case when given ? 'target' then (given ->> 'target')::numeric(6, 3) else current.target end as target,
    case when given ? 'valuePerHour' then (given ->> 'valuePerHour')::numeric(11, 2) else current.value_per_hour end
      as value_per_hour
  from given
  left join (select * from store_attribute where until_version is null) current using (store_key);
  create temporary table next_group on commit drop as
  select store_key, kind, given_group.value, current.value as old_value
  from given
  cross join lateral jsonb_each_text(given -> 'groups') as given_group (kind, value)
  left join (select * from store_group where until_version is null) current using (store_key, kind);
  analyze next;
  analyze next_group`;

const IS_OTHER = `(next.name, next.target, next.value_per_hour) is distinct from (old_name, old_target, old_value_per_hour)`;

/** A row that a later one of its store replaces counts as unchanged. */
const COUNT = `
  with of_groups as (
    select store_key, bool_or(value is distinct from old_value) as is_other,
      bool_or(value is distinct from old_value and old_value is not null) as replaces
    from next_group group by store_key),
  counted as (
    select ${IS_OTHER} or coalesce(of_groups.is_other, false) as is_other,
      coalesce(of_groups.replaces, false)
        or old_name is not null and next.name is distinct from old_name
        or old_target is not null and next.target is distinct from old_target
        or old_value_per_hour is not null and next.value_per_hour is distinct from old_value_per_hour as replaces
    from next left join of_groups using (store_key))
  select (count(*) filter (where is_other and not replaces))::integer as inserted,
    (count(*) filter (where is_other and replaces))::integer as corrected,
    (select count(*) from staged join keyed using (store_no))::integer as rows
  from counted`;

/** Takes the attributes of stores: the last row of a store counts. */
export const mergeStores: Merge = async (client, version) => {
  await client.query(RESOLVE);
  const { rows } = await client.query<{ inserted: number; corrected: number; rows: number }>(COUNT);
  const { inserted, corrected, rows: delivered } = rows[0]!;
  const statements = [
    `update store_attribute set until_version = $1 from next
     where store_attribute.store_key = next.store_key and until_version is null and ${IS_OTHER}`,
    `update store_group set until_version = $1 from next_group
     where store_group.store_key = next_group.store_key and store_group.kind = next_group.kind and until_version is null
       and next_group.value is distinct from old_value`,
    `insert into store_attribute (store_key, name, target, value_per_hour, since_version)
     select store_key, name, target, value_per_hour, $1 from next
     where ${IS_OTHER} and (name is not null or target is not null or value_per_hour is not null)
     order by store_key`,
    `insert into store_group (store_key, kind, value, since_version)
     select store_key, kind, value, $1 from next_group
     where value is not null and value is distinct from old_value
     order by store_key, kind`,
  ];
  for (const statement of statements) await client.query(statement, [version]);
  const changed = inserted + corrected;
  // Also a value that was added: an earlier file may say that there is none.
  return { inserted, corrected, unchanged: delivered - changed, changed: changed > 0, replaced: changed > 0 };
};
