import type { PoolClient } from 'pg';
import type { StoreKeyRange } from '../stores/store-histories.js';

/** Some stores of a report, computed together. */
export interface ReportChunk extends StoreKeyRange {
  readonly stores: number;
  /** Which of the report's stores its first one is, from 1. Missing in what was planned before this was kept. */
  readonly firstStore?: number;
}

/** What is left to compute of a report. */
export interface ReportPlan {
  readonly chunks: readonly ReportChunk[];
  /** Whether these chunks are all that is left. */
  readonly isWhole: boolean;
  /** Stores of the chunks that are computed. */
  readonly storesDone: number;
  readonly storesTotal: number;
}

/** How the stores of a report are split. */
export interface ChunkingOptions {
  readonly storesPerChunk: number;
  /** How many chunks a plan has at the most. */
  readonly chunksPerRun: number;
}

/**
 * Splits the stores of a pinned report into ranges, records how many there are, and gives the first ranges that are not
 * computed yet. `outagesWindow`: of which window their outages will be kept.
 */
export async function planReport(
  client: PoolClient,
  reportId: string,
  { storesPerChunk, chunksPerRun }: ChunkingOptions,
  outagesWindow: number,
): Promise<ReportPlan> {
  const { rows } = await client.query<{ from_key: number; to_key: number; stores: number; done: number }>(
    `select min(key) as from_key, max(key) as to_key, count(*)::integer as stores,
       count(report_row.store_key)::integer as done
     from (
       select store.key, (row_number() over (order by store.key) - 1) / $2 as chunk
       from store, report
       where report_id = $1 and since_version <= data_version
         and (store_ids is null or external_id in (select jsonb_array_elements_text(store_ids)))
     ) numbered
     left join report_row on report_id = $1 and store_key = numbered.key
     group by chunk
     order by chunk`,
    [reportId, storesPerChunk],
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
