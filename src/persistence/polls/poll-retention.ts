import type { PoolClient } from 'pg';
import { ExpectedError } from '../../domain/expected-error.js';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import { instantFromSql } from '../connection/instant-type.js';
import { listMonths, partitionOf, PARTITION_LOCK } from './poll-partitions.js';

/** A month whose polls were dropped. */
export interface DroppedMonth {
  /** `2023-01` */
  readonly month: string;
  readonly polls: number;
}

/** A computation needs polls that were dropped; without them, their time would count as unobserved. */
export class PollsDroppedError extends ExpectedError {
  constructor(needed: Instant, keptFrom: Instant) {
    super(
      `it needs polls from ${formatInstant(needed)} on, and those before ${formatInstant(keptFrom)} were dropped ` +
        '(POLL_RETENTION_DAYS)',
    );
  }
}

/** Returns the instant from which polls are kept; null if none were ever dropped. */
export async function pollsKeptFrom(client: PoolClient): Promise<Instant | null> {
  const { rows } = await client.query<{ until: string | null }>('select max(until) as until from dropped_polls');
  const until = rows[0]!.until;
  return until === null ? null : instantFromSql(until);
}

/**
 * Checks that no polls from an instant on were dropped. Called after reading, it holds for the rows that were read.
 * @throws {PollsDroppedError}
 */
export async function assertPollsKept(client: PoolClient, from: Instant): Promise<void> {
  const keptFrom = await pollsKeptFrom(client);
  if (keptFrom !== null && from < keptFrom) throw new PollsDroppedError(from, keptFrom);
}

/** Returns the months that ended before an instant, in order. */
export async function monthsBefore(client: PoolClient, before: Instant): Promise<string[]> {
  return (await listMonths(client)).filter((month) => Date.parse(partitionOf(month).until) * 1000 <= before);
}

/** If the lock takes longer, a report is reading; the next attempt may succeed. */
const LOCK_TIMEOUT = '5s';

/** Drops a month's table, and returns the number of its polls. The owner's function also records both. */
export async function dropMonth(client: PoolClient, month: string, now: Instant): Promise<number> {
  await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
  await client.query('select pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
  const { firstDay, from, until } = partitionOf(month);
  const { rows } = await client.query<{ polls: number }>('select drop_poll_partition($1, $2)::float8 as polls', [
    firstDay,
    formatInstant(now),
  ]);
  await client.query('delete from poll_reason where at >= $1 and at < $2', [from, until]);
  return rows[0]!.polls;
}
