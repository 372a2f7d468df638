import type { PoolClient } from 'pg';
import type { FileKind } from '../../domain/import.js';
import type { Instant } from '../../domain/time/instant.js';
import { mergeClosures } from '../calendars/merge-closures.js';
import { mergeSpecialHours } from '../calendars/merge-special-hours.js';
import { mergeStores } from '../groups/merge-stores.js';
import { lockData, markAsReplacing, openDataVersion, withdrawDataVersion } from '../connection/data-version.js';
import { mergeBusinessHours } from '../stores/merge-business-hours.js';
import { mergePolls } from '../polls/merge-polls.js';
import { mergeTimeZones } from '../stores/merge-time-zones.js';

/** The time span of some polls. */
export interface PollSpan {
  /** Null if there are none. */
  readonly first: Instant | null;
  readonly last: Instant | null;
  /** The months, UTC: `2023-01`. */
  readonly months: readonly string[];
  /** Whether any has a reason. */
  readonly hasReasons: boolean;
}

/** The staged rows by their effect. `corrected`: they replaced another value. */
export interface MergeCounts {
  readonly inserted: number;
  readonly unchanged: number;
  readonly corrected: number;
}

export interface MergeResult extends MergeCounts {
  /** Null if nothing changed. */
  readonly dataVersion: number | null;
  /** The newest data version: as of it, the data hold the staged rows. */
  readonly asOfVersion: number;
}

/** Merges `staged` into the data under `version`. */
export type Merge = (client: PoolClient, version: number, span: PollSpan) => Promise<MergeCounts & Changes>;

export interface Changes {
  /** Whether any row was added or ended. */
  readonly changed: boolean;
  /** Whether any row was ended. */
  readonly replaced: boolean;
}

const MERGES: Record<FileKind, Merge> = {
  polls: mergePolls,
  'business-hours': mergeBusinessHours,
  'time-zones': mergeTimeZones,
  'special-hours': mergeSpecialHours,
  closures: mergeClosures,
  stores: mergeStores,
};

/** Merges the staged rows as one data version; without new rows, there is no new version. `span` is that of staged polls. */
export async function merge(client: PoolClient, kind: FileKind, span: PollSpan): Promise<MergeResult> {
  await client.query(`set local work_mem = '256MB'`);
  await lockData(client);
  const version = await openDataVersion(client, kind);
  const newStores = await insertUnknownStores(client, version);
  const { changed, replaced, ...counts } = await MERGES[kind](client, version, span);
  if (replaced) await markAsReplacing(client, version);
  if (changed || newStores > 0) return { ...counts, dataVersion: version, asOfVersion: version };
  await withdrawDataVersion(client, version);
  return { ...counts, dataVersion: null, asOfVersion: version - 1 };
}

/**
 * Inserts unknown stores in the order of their ids, so that keys do not depend on the order of rows. Creates `keyed`, which
 * holds the key of every store in `staged`.
 */
async function insertUnknownStores(client: PoolClient, version: number): Promise<number> {
  const { rowCount } = await client.query(
    `insert into store (external_id, since_version)
     select distinct external_id, $1::integer
     from named
     where not exists (select from store where store.external_id = named.external_id and deleted_version is null)
     order by external_id`,
    [version],
  );
  await client.query(`
    create temporary table keyed on commit drop as
    select store_no, key as store_key from named join store using (external_id) where deleted_version is null`);
  await client.query('analyze keyed');
  return rowCount ?? 0;
}
