import type { PoolClient } from 'pg';
import type { Instant } from '../../domain/instant.js';
import { lockData, markAsReplacing, openDataVersion, withdrawDataVersion } from '../connection/data-version.js';
import type { FileKind } from './import.entity.js';
import { mergeBusinessHours } from '../stores/merge-business-hours.js';
import { mergePolls } from '../polls/merge-polls.js';
import { mergeTimeZones } from '../stores/merge-time-zones.js';

/** Where polls lie in time. */
export interface PollSpan {
  /** Null where there are none. */
  readonly first: Instant | null;
  readonly last: Instant | null;
  /** The months, UTC: `2023-01`. */
  readonly months: readonly string[];
}

/** What became of the staged rows. `corrected`: another value was there before. */
export interface MergeCounts {
  readonly inserted: number;
  readonly unchanged: number;
  readonly corrected: number;
}

export interface MergeResult extends MergeCounts {
  /** Null where nothing changed. */
  readonly dataVersion: number | null;
  /** The newest data version: as of it, the data say what was staged. */
  readonly asOfVersion: number;
}

/** Merges `staged` under `version` and tells the counts, and what happened to the rows of the data. */
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
};

/**
 * Merges what `stage` brought into the data, as one data version or, where nothing is new, as none. `span` says where staged polls
 * lie.
 */
export async function merge(client: PoolClient, kind: FileKind, span: PollSpan): Promise<MergeResult> {
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
 * In the order of their ids, so that the keys of one import don't depend on the order of its rows. Then `keyed` has the
 * key of every store that `staged` names.
 */
async function insertUnknownStores(client: PoolClient, version: number): Promise<number> {
  const { rowCount } = await client.query(
    `insert into store (external_id, since_version)
     select distinct external_id, $1::integer
     from named
     where not exists (select from store where store.external_id = named.external_id)
     order by external_id`,
    [version],
  );
  await client.query(`
    create temporary table keyed on commit drop as
    select store_no, key as store_key from named join store using (external_id)`);
  await client.query('analyze keyed');
  return rowCount ?? 0;
}
