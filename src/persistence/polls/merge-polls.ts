import type { PoolClient } from 'pg';
import { formatInstant } from '../../domain/time/instant.js';
import { isUniqueViolation } from '../connection/postgres-errors.js';
import type { Changes, Merge, MergeCounts, PollSpan } from '../imports/merge.js';
import { insertReasons, mergeReasons } from './merge-poll-reasons.js';
import { attachPartition, createMissingPartitions, type NewPartition } from './poll-partitions.js';

export const mergePolls: Merge = async (client, version, span) => {
  const partitions = await createMissingPartitions(client, span.months);
  const isAllNew = partitions.length > 0 && partitions.length === span.months.length;
  const asNew = isAllNew ? await insertIntoNewPartitions(client, version, span, partitions) : null;
  const merged = asNew ?? (await resolveAndInsert(client, version, span, partitions));
  if (merged.changed) await recordSpan(client, version, span);
  return merged;
};

async function recordSpan(client: PoolClient, version: number, { first, last }: PollSpan): Promise<void> {
  await client.query(
    `update data_version
     set newest_poll_at = greatest(newest_poll_at, $3::timestamptz), polls_from = $2, polls_to = $3
     where version = $1`,
    [version, formatInstant(first!), formatInstant(last!)],
  );
}

/**
 * Inserts polls into new months, where no poll is known or corrected, unless the file holds an instant twice. Then building
 * the index fails; everything is rolled back, and the result is null.
 */
async function insertIntoNewPartitions(
  client: PoolClient,
  version: number,
  span: PollSpan,
  partitions: readonly NewPartition[],
): Promise<(MergeCounts & Changes) | null> {
  await client.query('savepoint as_new');
  let inserted = 0;
  try {
    for (const partition of partitions) {
      const { rowCount } = await client.query(
        `insert into ${partition.table} (at, store_key, since_version, active)
         select at, store_key, $1, active from staged join keyed using (store_no) where ${isInPartitionSql(partition)}`,
        [version],
      );
      inserted += rowCount ?? 0;
      await attachPartition(client, partition);
    }
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await client.query('rollback to savepoint as_new');
    return null;
  }
  if (span.hasReasons) await insertReasons(client, version);
  return { inserted, unchanged: 0, corrected: 0, changed: inserted > 0, replaced: false };
}

function isInPartitionSql({ from, until }: NewPartition): string {
  return `at >= '${from}' and at < '${until}'`;
}

async function resolveAndInsert(
  client: PoolClient,
  version: number,
  span: PollSpan,
  partitions: readonly NewPartition[],
): Promise<MergeCounts & Changes> {
  await resolve(client, span);
  const { rows: counts } = await client.query<{ inserted: number; unchanged: number; corrected: number }>(`
    select (count(*) filter (where before is null))::integer as inserted,
      (count(*) filter (where before = active))::integer as unchanged,
      (count(*) filter (where before <> active))::integer as corrected
    from resolved`);
  const { inserted, unchanged, corrected } = counts[0]!;
  const ended = corrected === 0 ? 0 : await endCorrectedPolls(client, version);
  const added = inserted + corrected === 0 ? 0 : await insertResolved(client, version, span, partitions);
  const reasons = await mergeReasons(client, version, {
    hasCorrected: corrected > 0,
    hasReasons: span.hasReasons,
  });
  return {
    inserted,
    unchanged: unchanged - reasons.corrected,
    corrected: corrected + reasons.corrected,
    changed: added + reasons.added > 0,
    replaced: ended + reasons.ended > 0,
  };
}

/**
 * Resolves rows as if they were imported one by one: `before` is the status that a row replaces, from the data or from an
 * earlier row. Only the last row of an instant is kept. `create table as` takes no parameters.
 */
async function resolve(client: PoolClient, { first, last, hasReasons }: PollSpan): Promise<void> {
  const within =
    first === null ? 'false' : `current.at between '${formatInstant(first)}' and '${formatInstant(last!)}'`;
  await client.query(`
    analyze staged;
    create temporary table resolved on commit drop as
    select keyed.store_key, staged.at, staged.active, current.active as current,
      coalesce(lag(staged.active) over instant, current.active) as before,
      lead(staged.line) over instant is null as last${hasReasons ? ', staged.line, staged.why' : ''}
    from staged
    join keyed using (store_no)
    left join poll current
      on current.store_key = keyed.store_key and current.at = staged.at and current.until_version is null
      and ${within}
    window instant as (partition by keyed.store_key, staged.at order by staged.line);
    analyze resolved`);
}

async function endCorrectedPolls(client: PoolClient, version: number): Promise<number> {
  const { rowCount } = await client.query(
    `update poll set until_version = $1
     from resolved
     where resolved.last and resolved.current <> resolved.active
       and poll.store_key = resolved.store_key and poll.at = resolved.at and poll.until_version is null`,
    [version],
  );
  return rowCount ?? 0;
}

async function insertResolved(
  client: PoolClient,
  version: number,
  span: PollSpan,
  partitions: readonly NewPartition[],
): Promise<number> {
  let added = 0;
  for (const partition of partitions) {
    added += await insertResolvedInto(client, version, partition.table, isInPartitionSql(partition));
    await attachPartition(client, partition);
  }
  if (partitions.length === span.months.length) return added;
  const elsewhere = partitions.map((partition) => `and not (${isInPartitionSql(partition)})`).join(' ');
  return added + (await insertResolvedInto(client, version, 'poll', `true ${elsewhere}`));
}

/** Inserts in the order in which the window function sorted, that of the index; sorting again takes a second per million. */
async function insertResolvedInto(client: PoolClient, version: number, table: string, where: string): Promise<number> {
  const { rowCount } = await client.query(
    `insert into ${table} (at, store_key, since_version, active)
     select at, store_key, $1, active
     from resolved
     where last and current is distinct from active and ${where}`,
    [version],
  );
  return rowCount ?? 0;
}
