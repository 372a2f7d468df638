import type { ClientBase } from 'pg';
import { formatInstant, type Instant } from '../../../domain/time/instant.js';
import type { Database } from '../../connection/database.js';
import { instantFromSql } from '../../connection/instant-type.js';

/** The report that an `Idempotency-Key` belongs to, and the hash of its request. */
export interface IdempotencyKey {
  readonly reportId: string;
  readonly requestSha256: string;
  readonly requestedAt: Instant;
}

/** The idempotency keys of report requests. */
export class IdempotencyKeyRepository {
  constructor(private readonly database: Database) {}

  async find(key: string): Promise<IdempotencyKey | null> {
    return this.database.withClient((client) => find(client, key));
  }
}

/** Claims a key for a report, and returns the report that has it: of several claims at once, the first wins. */
export async function claimIdempotencyKey(
  client: ClientBase,
  key: string,
  claimed: IdempotencyKey,
): Promise<IdempotencyKey> {
  await client.query(
    `insert into report_key (key, report_id, request_sha256, requested_at) values ($1, $2, $3, $4)
     on conflict (key) do nothing`,
    [key, claimed.reportId, claimed.requestSha256, formatInstant(claimed.requestedAt)],
  );
  return (await find(client, key))!;
}

async function find(client: ClientBase, key: string): Promise<IdempotencyKey | null> {
  const { rows } = await client.query<{ report_id: string; request_sha256: string; requested_at: string }>(
    'select report_id, request_sha256, requested_at from report_key where key = $1',
    [key],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    reportId: row.report_id,
    requestSha256: row.request_sha256,
    requestedAt: instantFromSql(row.requested_at),
  };
}
