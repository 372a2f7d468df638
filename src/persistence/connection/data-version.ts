import type { ClientBase } from 'pg';
import type { Instant } from '../../domain/instant.js';
import type { FileKind } from '../imports/import.entity.js';
import { instantFromSql } from './instant-type.js';

/** A committed state of the data, and the newest poll as of it. */
export interface DataVersion {
  readonly version: number;
  /** Null where there are no polls yet. */
  readonly newestPollAt: Instant | null;
}

/** The newest data version, or null where nothing was ever brought in. */
export async function currentDataVersion(client: ClientBase): Promise<DataVersion | null> {
  const { rows } = await client.query<{ version: number; newest_poll_at: string | null }>(
    'select version, newest_poll_at from data_version order by version desc limit 1',
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    version: row.version,
    newestPollAt: row.newest_poll_at === null ? null : instantFromSql(row.newest_poll_at),
  };
}

/** The oldest poll that ever came; null where there is none, or where it came before that was kept. */
export async function oldestPollAt(client: ClientBase): Promise<Instant | null> {
  const { rows } = await client.query<{ at: string | null }>(
    `select nullif(min(polls_from), '-infinity') as at from data_version`,
  );
  const at = rows[0]!.at;
  return at === null ? null : instantFromSql(at);
}

/**
 * Lets one transaction at a time change the data, from here to its commit. So versions become visible in their order,
 * each complete, and what is compared with the current rows stays current.
 */
export async function lockData(client: ClientBase): Promise<void> {
  await client.query('lock table data_version in share row exclusive mode');
}

/** Allots the next data version. Only after `lockData`, in the same transaction. */
export async function openDataVersion(client: ClientBase, kind: FileKind): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `insert into data_version (version, newest_poll_at, kind)
     select coalesce(max(version), 0) + 1, max(newest_poll_at), $1 from data_version
     returning version`,
    [kind],
  );
  return rows[0]!.version;
}

/** Records under a version that something known before was corrected or replaced: hours, a zone, the status of a poll. */
export async function markAsReplacing(client: ClientBase, version: number): Promise<void> {
  await client.query('update data_version set replaces = true where version = $1', [version]);
}

/** Gives back a version under which nothing changed after all. */
export async function withdrawDataVersion(client: ClientBase, version: number): Promise<void> {
  await client.query('delete from data_version where version = $1', [version]);
}
