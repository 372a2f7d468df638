import type { PoolClient } from 'pg';

/** The effect of reasons on the data. */
export interface ReasonChanges {
  /** Polls whose reason is new or another one, while their status stays. */
  readonly corrected: number;
  readonly added: number;
  readonly ended: number;
}

/** Inserts the reasons of staged polls of which none was known. */
export async function insertReasons(client: PoolClient, version: number): Promise<void> {
  await client.query(
    `insert into poll_reason (store_key, at, reason, since_version)
     select store_key, at, why, $1 from staged join keyed using (store_no) where why is not null
     order by store_key, at`,
    [version],
  );
}

/**
 * Merges the reasons of `resolved`. A poll without one says nothing about it: a known reason stays, unless the status changes.
 * Of several rows of an instant, the last one with its final status and a reason counts.
 */
export async function mergeReasons(
  client: PoolClient,
  version: number,
  { hasCorrected, hasReasons }: { hasCorrected: boolean; hasReasons: boolean },
): Promise<ReasonChanges> {
  const ended = hasCorrected ? await endReasonsOfCorrected(client, version) : 0;
  if (!hasReasons) return { corrected: 0, added: 0, ended };
  await client.query(GIVEN);
  const replaced = await client.query(
    `update poll_reason known set until_version = $1
     from given
     where known.store_key = given.store_key and known.at = given.at and known.until_version is null
       and reason <> why`,
    [version],
  );
  const added = await client.query<{ added: number; corrected: number }>(INSERT_GIVEN, [version]);
  return { ...added.rows[0]!, ended: ended + (replaced.rowCount ?? 0) };
}

async function endReasonsOfCorrected(client: PoolClient, version: number): Promise<number> {
  const { rowCount } = await client.query(
    `update poll_reason known set until_version = $1
     from resolved
     where last and current <> active
       and known.store_key = resolved.store_key and known.at = resolved.at and known.until_version is null`,
    [version],
  );
  return rowCount ?? 0;
}

const GIVEN = `
  create temporary table given on commit drop as
  select distinct on (store_key, at) store_key, at, given.why, final.current is not distinct from final.active as is_same
  from resolved given
  join (select store_key, at, active, current from resolved where last) final using (store_key, at)
  where given.why is not null and given.active = final.active
  order by store_key, at, given.line desc;
  analyze given`;

const INSERT_GIVEN = `
  with added as (
    insert into poll_reason (store_key, at, reason, since_version)
    select store_key, at, why, $1 from given
    where not exists (
      select from poll_reason known
      where known.store_key = given.store_key and known.at = given.at and known.until_version is null)
    order by store_key, at
    returning store_key, at)
  select count(*)::integer as added, (count(*) filter (where is_same))::integer as corrected
  from added join given using (store_key, at)`;
