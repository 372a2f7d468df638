import type { ClientBase } from 'pg';
import type { AuditEvent } from '../../domain/access/audit-event.js';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import { recordAuditEvent } from './audit-event.repository.js';
import type { Database } from '../connection/database.js';
import { instantFromSql } from '../connection/instant-type.js';

/** An attempt to use a key, and how many failed ones since an instant are too many. */
export interface LogInAttempt {
  /** The address that it comes from, or the network of the address. */
  readonly network: string;
  readonly at: Instant;
  readonly since: Instant;
  readonly maxFailures: number;
  /** Failures of the same one count once; null: each counts. */
  readonly fingerprint: number | null;
}

/** Taken with the hash of a network, so that failures of one network are counted one after the other. Any number of our own. */
const FAILED_LOGIN_LOCK = 4_021_127;

/** SQL of the failure by which a network is blocked, the `maxFailures`th newest. Its parameters are those of `blockingParameters`. */
export const BLOCKING_FAILURE =
  'select at from failed_login where network = $1 and at > $2 order by at desc offset $3 - 1 limit 1';

export function blockingParameters({ network, since, maxFailures }: LogInAttempt): unknown[] {
  return [network, formatInstant(since), maxFailures];
}

/** The attempts to use a key that failed. */
export class FailedLoginRepository {
  constructor(private readonly database: Database) {}

  /**
   * Records that an attempt failed, and its event, unless too many of its network did; then returns since when it is blocked. Drops
   * failures that no longer count.
   */
  async record(attempt: LogInAttempt, event: AuditEvent): Promise<Instant | null> {
    return this.database.transaction(async (client) => {
      await client.query('select pg_advisory_xact_lock($1, hashtext($2))', [FAILED_LOGIN_LOCK, attempt.network]);
      const blockedSince = await findBlocking(client, attempt);
      if (blockedSince !== null) return blockedSince;
      const { rowCount } = await client.query(
        `insert into failed_login (network, at, fingerprint)
         select $1::text, $2::timestamptz, $3::integer
         where not exists (select from failed_login where network = $1 and at > $4 and fingerprint = $3)`,
        [attempt.network, formatInstant(attempt.at), attempt.fingerprint, formatInstant(attempt.since)],
      );
      if (rowCount === 1) await recordAuditEvent(client, event);
      await dropOld(client, attempt.since);
      return null;
    });
  }
}

async function findBlocking(client: ClientBase, attempt: LogInAttempt): Promise<Instant | null> {
  const { rows } = await client.query<{ at: string }>(BLOCKING_FAILURE, blockingParameters(attempt));
  return rows[0] === undefined ? null : instantFromSql(rows[0].at);
}

/** Leaves rows that another process is dropping: it must not wait for that one, which may wait for this one. */
async function dropOld(client: ClientBase, since: Instant): Promise<void> {
  await client.query(
    `delete from failed_login where failed_login_id in (
       select failed_login_id from failed_login where at <= $1 for update skip locked
     )`,
    [formatInstant(since)],
  );
}
