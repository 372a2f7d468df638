import type { PoolClient } from 'pg';
import { isMemberSql } from '../groups/group-members.js';
import type { ReportPlan } from '../../domain/reports/report.js';

/** How the stores of a report are divided into chunks. */
export interface ChunkingOptions {
  readonly storesPerChunk: number;
  /** The maximum number of chunks in one plan. */
  readonly chunksPerRun: number;
}

/**
 * Divides the stores of a pinned report into chunks, records their number, and returns the first chunks that are not
 * computed yet. `outagesWindow` is the index of the window whose outages are stored.
 */
export async function planReport(
  client: PoolClient,
  reportId: string,
  { storesPerChunk, chunksPerRun }: ChunkingOptions,
  outagesWindow: number,
): Promise<ReportPlan> {
  const asked = await readScope(client, reportId);
  const { rows } = await client.query<{ from_key: number; to_key: number; stores: number; done: number }>(
    `select min(key) as from_key, max(key) as to_key, count(*)::integer as stores,
       count(report_row.store_key)::integer as done
     from (
       select store.key, (row_number() over (order by store.key) - 1) / $2 as chunk
       from store
       where store.since_version <= $3::integer and (deleted_version is null or deleted_version > $3)
         and ($4::text[] is null or external_id = any ($4))
         and ${isMemberSql('$5::text', '$6', '$3')}
     ) numbered
     left join report_row on report_id = $1 and store_key = numbered.key
     group by chunk
     order by chunk`,
    [reportId, storesPerChunk, asked.dataVersion, asked.storeIds, asked.groupKind, asked.groupValue],
  );
  const storesTotal = rows.reduce((sum, { stores }) => sum + stores, 0);
  await client.query('update report set stores_total = $2, outages_window = $3 where report_id = $1', [
    reportId,
    storesTotal,
    outagesWindow,
  ]);
  const missing = rows.flatMap(({ from_key: fromKey, to_key: toKey, stores, done }, chunk) =>
    done < stores ? [{ fromKey, toKey, stores, firstStore: chunk * storesPerChunk + 1 }] : [],
  );
  const storesDone = missing.reduce((rest, { stores }) => rest - stores, storesTotal);
  return { chunks: missing.slice(0, chunksPerRun), isWhole: missing.length <= chunksPerRun, storesDone, storesTotal };
}

interface ReportScope {
  readonly dataVersion: number;
  /** Null: every store, or those of a group. */
  readonly storeIds: readonly string[] | null;
  readonly groupKind: string | null;
  readonly groupValue: string | null;
}

/** As parameters, so that few stores of a million are found by their ids and not by looking at each. */
async function readScope(client: PoolClient, reportId: string): Promise<ReportScope> {
  const { rows } = await client.query<ReportScope>(
    `select data_version as "dataVersion", store_ids as "storeIds", group_kind as "groupKind", group_value as "groupValue"
     from report where report_id = $1`,
    [reportId],
  );
  return rows[0]!;
}
