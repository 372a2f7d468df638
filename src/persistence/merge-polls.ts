import type { PoolClient } from 'pg';
import type { Merge } from './merge.js';

/**
 * Rows count as if delivered one after the other: `before` is what a row met, a poll of the data or of an earlier line.
 * Only the last of an instant is kept.
 */
const RESOLVE = `
  insert into resolved
  select store.key, instants.at, staged.active, current.active,
    coalesce(lag(staged.active) over instant, current.active),
    lead(staged.line) over instant is null
  from staged
  cross join lateral (select timestamptz 'epoch' + staged.at_us * interval '1 microsecond' as at) instants
  join store on store.external_id = staged.external_id
  left join poll current
    on current.store_key = store.key and current.at = instants.at and current.until_version is null
    and current.at between $1 and $2
  window instant as (partition by store.key, instants.at order by staged.line)`;

export const mergePolls: Merge = async (client, version) => {
  await client.query(`set local work_mem = '256MB'`);
  await client.query(`
    create temporary table resolved
      (store_key integer, at timestamptz, active boolean, current boolean, before boolean, last boolean)
    on commit drop`);
  const span = await stagedSpan(client);
  await client.query(RESOLVE, [span.first, span.last]);
  await client.query('analyze resolved');

  const { rows: counts } = await client.query<{ inserted: number; unchanged: number; corrected: number }>(`
    select (count(*) filter (where before is null))::integer as inserted,
      (count(*) filter (where before = active))::integer as unchanged,
      (count(*) filter (where before <> active))::integer as corrected
    from resolved`);
  const { added, ended } = await replaceChanged(client, version);
  await client.query(
    `update data_version
     set newest_poll_at = greatest(newest_poll_at, $3::timestamptz), polls_from = $2, polls_to = $3
     where version = $1`,
    [version, span.first, span.last],
  );
  return { ...counts[0]!, changed: added > 0, replaced: ended > 0 };
};

/** The first and the last staged instant: which partitions can be met. */
async function stagedSpan(client: PoolClient): Promise<{ first: string | null; last: string | null }> {
  const { rows } = await client.query<{ first: string | null; last: string | null }>(`
    select timestamptz 'epoch' + min(at_us) * interval '1 microsecond' as first,
      timestamptz 'epoch' + max(at_us) * interval '1 microsecond' as last
    from staged`);
  return rows[0]!;
}

/**
 * Ends the polls that are corrected and adds what is new; tells how many. `resolved` holds the rows in the
 * order of the index, as the window sorted them: sorting once more would take a second per million.
 */
async function replaceChanged(client: PoolClient, version: number): Promise<{ added: number; ended: number }> {
  const ended = await client.query(
    `update poll set until_version = $1
     from resolved
     where resolved.last and resolved.current <> resolved.active
       and poll.store_key = resolved.store_key and poll.at = resolved.at and poll.until_version is null`,
    [version],
  );
  const added = await client.query(
    `insert into poll (at, store_key, since_version, active)
     select at, store_key, $1, active
     from resolved
     where last and current is distinct from active`,
    [version],
  );
  return { added: added.rowCount ?? 0, ended: ended.rowCount ?? 0 };
}
