import type { PoolClient } from 'pg';
import { listMonths, partitionOf } from './poll-partitions.js';

/**
 * Ends the current polls of a store, with their reasons: from a data version on, they no longer hold. Month by month, since a statement has a
 * timeout and a store may have millions of polls.
 */
export async function endPolls(client: PoolClient, storeKey: number, version: number): Promise<void> {
  let newest: string | null = null;
  for (const month of await listMonths(client)) {
    const { from, until } = partitionOf(month);
    const { rows } = await client.query<{ newest: string | null }>(
      `with ended as (
         update poll set until_version = $1
         where store_key = $2 and until_version is null and at >= $3 and at < $4
         returning at)
       select max(at) as newest from ended`,
      [version, storeKey, from, until],
    );
    newest = rows[0]!.newest ?? newest;
  }
  await client.query('update poll_reason set until_version = $1 where store_key = $2 and until_version is null', [
    version,
    storeKey,
  ]);
  if (newest !== null) await updateNewestPoll(client, version, newest);
}

/** Looks for the newest current poll if a version ended the newest one. Reads only as many months as it must. */
async function updateNewestPoll(client: PoolClient, version: number, ended: string): Promise<void> {
  const { rowCount } = await client.query(
    'update data_version set newest_poll_at = null where version = $1 and newest_poll_at <= $2',
    [version, ended],
  );
  if (rowCount === 0) return;
  for (const month of (await listMonths(client)).toReversed()) {
    const { from, until } = partitionOf(month);
    const found = await client.query(
      `update data_version set newest_poll_at = at
       from (select max(at) as at from poll where until_version is null and at >= $2 and at < $3) newest
       where version = $1 and at is not null`,
      [version, from, until],
    );
    if (found.rowCount === 1) return;
  }
}
