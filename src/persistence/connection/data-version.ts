import type { ClientBase } from 'pg';
import { ExpectedError } from '../../domain/expected-error.js';
import type { FileKind } from '../../domain/import.js';
import type { Instant } from '../../domain/time/instant.js';
import { instantFromSql } from './instant-type.js';

/** A committed state of the data, with its newest poll. */
export interface DataVersion {
  readonly version: number;
  /** Null where there are no polls yet. */
  readonly newestPollAt: Instant | null;
}

/** A data version that does not exist yet. */
export class DataVersionNotFoundError extends ExpectedError {
  constructor(
    readonly dataVersion: number,
    readonly newest: number,
  ) {
    super(`there is no data version ${dataVersion}; the newest is ${newest}`);
  }
}

/** Returns the newest data version; null if nothing was ever imported. */
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

/** Returns the instant of the oldest poll that was ever imported; null if there is none, or if it is not recorded. */
export async function oldestPollAt(client: ClientBase): Promise<Instant | null> {
  const { rows } = await client.query<{ at: string | null }>(
    `select nullif(min(polls_from), '-infinity') as at from data_version`,
  );
  const at = rows[0]!.at;
  return at === null ? null : instantFromSql(at);
}

/** SQL for whether a versioned row of a table holds as of a data version, an expression. */
export function holdsAsOf(table: string, version: string): string {
  return `${table}.since_version <= ${version} and (${table}.until_version is null or ${table}.until_version > ${version})`;
}

/**
 * Lets one transaction at a time change the data, until it commits. So versions become visible in order, each complete, and
 * the current rows stay current while new ones are compared with them.
 */
export async function lockData(client: ClientBase): Promise<void> {
  await client.query('lock table data_version in share row exclusive mode');
}

/** What a data version changes. `stores`: it deletes a store, with all that is known of it, or changes attributes. */
export type DataKind = FileKind | 'targets';

/** Creates the next data version. Call `lockData` first, in the same transaction. */
export async function openDataVersion(client: ClientBase, kind: DataKind): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `insert into data_version (version, newest_poll_at, kind)
     select coalesce(max(version), 0) + 1, (select newest_poll_at from data_version order by version desc limit 1), $1
     from data_version
     returning version`,
    [kind],
  );
  return rows[0]!.version;
}

/** Records that a version replaced or ended existing data. */
export async function markAsReplacing(client: ClientBase, version: number): Promise<void> {
  await client.query('update data_version set replaces = true where version = $1', [version]);
}

/** Deletes a version that turned out to change nothing. */
export async function withdrawDataVersion(client: ClientBase, version: number): Promise<void> {
  await client.query('delete from data_version where version = $1', [version]);
}
