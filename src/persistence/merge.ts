import type { PoolClient } from 'pg';
import { lockData, markAsReplacing, openDataVersion, withdrawDataVersion } from './data-version.js';
import type { FileKind } from './entities/import.js';
import { mergeBusinessHours } from './merge-business-hours.js';
import { mergePolls } from './merge-polls.js';
import { mergeTimeZones } from './merge-time-zones.js';

/** What became of the staged rows. `corrected`: another value was there before. */
export interface MergeCounts {
  readonly inserted: number;
  readonly unchanged: number;
  readonly corrected: number;
}

export interface MergeResult extends MergeCounts {
  /** Null where nothing changed. */
  readonly dataVersion: number | null;
}

/** Merges `staged` under `version` and tells the counts, and what happened to the rows of the data. */
export type Merge = (client: PoolClient, version: number) => Promise<MergeCounts & Changes>;

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

/** Merges what `stage` brought into the data, as one data version or, where nothing is new, as none. */
export async function merge(client: PoolClient, kind: FileKind): Promise<MergeResult> {
  await lockData(client);
  const version = await openDataVersion(client, kind);
  const newStores = await insertUnknownStores(client, version);
  const { changed, replaced, ...counts } = await MERGES[kind](client, version);
  if (replaced) await markAsReplacing(client, version);
  if (changed || newStores > 0) return { ...counts, dataVersion: version };
  await withdrawDataVersion(client, version);
  return { ...counts, dataVersion: null };
}

/** In the order of their ids, so that the keys of one import don't depend on the order of its rows. */
async function insertUnknownStores(client: PoolClient, version: number): Promise<number> {
  const { rowCount } = await client.query(
    `insert into store (external_id, since_version)
     select external_id, $1
     from (select distinct external_id from staged) named
     where not exists (select from store where store.external_id = named.external_id)
     order by external_id`,
    [version],
  );
  return rowCount ?? 0;
}
