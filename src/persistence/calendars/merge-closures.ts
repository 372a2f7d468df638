import type { Merge } from '../imports/merge.js';

const START = 'starts_at, starts_local';
const ENDS = 'ends_at, ends_local';

const same = (one: string, other: string, columns: string) => {
  const of = (table: string) => columns.replaceAll(/\w+/g, (column) => `${table}.${column}`);
  return `(${of(one)}) is not distinct from (${of(other)})`;
};

/**
 * `given`: each closure of the file once, from `asked`, with the one of `known` that it corrects. A row without a reason keeps the
 * known one.
 */
const RESOLVE = `
  create temporary table given on commit drop as
  select asked.line, keyed.store_key, asked.group_kind, asked.group_value, asked.kind, asked.starts_at, asked.starts_local,
    asked.ends_at, asked.ends_local, coalesce(asked.why, known.reason) as reason, known.closure_id,
    known.closure_id is not null and ${same('asked', 'known', ENDS)}
      and coalesce(asked.why, known.reason) is not distinct from known.reason as is_same
  from (
    select distinct on (scope, kind, ${START}) * from asked
    order by scope, kind, ${START}, line) asked
  left join keyed using (store_no)
  left join known on known.scope = asked.scope and known.kind = asked.kind and ${same('known', 'asked', START)};
  analyze given`;

const COUNT = `
  select (count(*) filter (where closure_id is null))::integer as inserted,
    (count(*) filter (where closure_id is not null and not is_same))::integer as corrected,
    (select count(*)::integer from asked) as rows
  from given`;

/** A closure that begins when a known one of the same kind does, for the same stores, replaces it. Rule 21. */
export const mergeClosures: Merge = async (client, version) => {
  await client.query(RESOLVE);
  const { rows: counts } = await client.query<{ inserted: number; corrected: number; rows: number }>(COUNT);
  const { inserted, corrected, rows } = counts[0]!;
  await client.query(
    `update closure set until_version = $1 from given
     where closure.closure_id = given.closure_id and until_version is null and not is_same`,
    [version],
  );
  await client.query(
    `insert into closure (closure_id, store_key, group_kind, group_value, kind, starts_at, starts_local, ends_at, ends_local,
       reason, since_version)
     select coalesce(closure_id, gen_random_uuid()), store_key, group_kind, group_value, kind, starts_at, starts_local, ends_at,
       ends_local, reason, $1
     from given where not is_same order by line`,
    [version],
  );
  const changed = inserted + corrected;
  return { inserted, corrected, unchanged: rows - changed, changed: changed > 0, replaced: corrected > 0 };
};
