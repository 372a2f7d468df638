import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { idsOf, type StoreScope } from '../../../domain/access/store-scope.js';
import type { Database } from '../../connection/database.js';
import { inScopeSql } from '../../stores/in-scope.js';
import { isUniqueViolation } from '../../connection/postgres-errors.js';
import { ReportNotFoundError } from '../report-errors.js';
import { COPY_ROWS, readCopiedRows, type CopiedRow, type EncodedRows } from './copied-rows.js';
import {
  METRIC_COLUMNS,
  metricColumns,
  ROW_COLUMNS,
  toComputedUptime,
  toRowRecord,
  type StoredMetrics,
  type StoredRow,
} from './report-row-sql.js';
import type { FailedStore, ReportRowRecord, RowDifference } from './report-row.js';

const ROWS_PER_PAGE = 5_000;

/** The second finds what is there; more would mean that rows come and go. */
const MAX_ATTEMPTS = 3;

/** A store that was deleted and delivered again has two keys. */
const ROWS_BY_STORE_ID = 'select external_id, report_row.* from report_row join store on key = store_key';

/** The rows of reports. */
export class ReportRowRepository {
  constructor(private readonly database: Database) {}

  /**
   * Adds the rows of some stores and counts them as done, in one transaction. Existing rows stay as they are. Two attempts at the same
   * stores may run at once: the one that comes second finds the rows of the first.
   */
  async add(rows: EncodedRows): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.database.transaction((client) => addMissing(client, rows));
        return;
      } catch (error) {
        if (!isUniqueViolation(error) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  /** Returns up to `limit` stores of a scope that could not be computed, ordered by id. */
  async failed(reportId: string, limit: number, scope: StoreScope): Promise<FailedStore[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<FailedStore>(
        `select external_id as "storeId", error as reason
         from report_row join store on store.key = store_key
         where report_id = $1 and error is not null and ${inScopeSql('$3')}
         order by external_id
         limit $2`,
        [reportId, limit, idsOf(scope)],
      ),
    );
    return rows;
  }

  /** Returns up to `limit` stores of a scope, after a store id, whose rows differ between two reports of the same windows. */
  async differences(
    reportId: string,
    against: string,
    { limit, after, scope }: { limit: number; after: string; scope: StoreScope },
  ): Promise<RowDifference[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<[string, ...StoredMetrics, ...StoredMetrics]>({
        text: `
          select external_id, ${metricColumns('this')}, ${metricColumns('other')}
          from (${ROWS_BY_STORE_ID} where report_id = $1) this
          full join (${ROWS_BY_STORE_ID} where report_id = $2) other using (external_id)
          where (${metricColumns('this')}) is distinct from (${metricColumns('other')}) and external_id > $3
            and ${inScopeSql('$5')}
          order by external_id
          limit $4`,
        values: [reportId, against, after, limit, idsOf(scope)],
        rowMode: 'array',
      }),
    );
    return rows.map(([storeId, ...numbers]) => ({
      storeId,
      row: toComputedUptime(numbers.slice(0, METRIC_COLUMNS) as StoredMetrics),
      other: toComputedUptime(numbers.slice(METRIC_COLUMNS) as StoredMetrics),
    }));
  }

  /**
   * Reads all rows of a report by one statement, ordered by store id as bytes, some at a time. Nothing else can use its connection
   * meanwhile, so whoever reads must be fast.
   */
  async *readAll(reportId: string): AsyncGenerator<readonly CopiedRow[]> {
    yield* this.database.streamWithClient((client) => readCopiedRows(client, reportId));
  }

  /** Streams the rows of a report, ordered by store id as bytes; one page is in memory at a time. */
  async *streamRows(reportId: string, scope: StoreScope): AsyncGenerator<ReportRowRecord> {
    let after = '';
    for (;;) {
      const page = await this.page(reportId, after, scope);
      yield* page;
      if (page.length < ROWS_PER_PAGE) return;
      after = page.at(-1)!.storeId;
    }
  }

  private async page(reportId: string, after: string, scope: StoreScope): Promise<ReportRowRecord[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<StoredRow>({
        text: `
          select ${ROW_COLUMNS}
          from report_row join store on store.key = store_key
          where report_id = $1 and external_id > $2 and ${inScopeSql('$3')}
          order by external_id
          limit ${ROWS_PER_PAGE}`,
        values: [reportId, after, idsOf(scope)],
        rowMode: 'array',
      }),
    );
    return rows.map(toRowRecord);
  }
}

async function addMissing(client: PoolClient, rows: EncodedRows): Promise<void> {
  const { reportId } = rows;
  const { rows: existing } = await client.query<[number]>({
    text: 'select store_key from report_row where report_id = $1 and store_key = any ($2::integer[])',
    values: [reportId, rows.storeKeys],
    rowMode: 'array',
  });
  const missing = rows.without(new Set(existing.map(([storeKey]) => storeKey)));
  if (missing.count === 0) return;
  await pipeline(Readable.from(missing.chunks, { objectMode: false }), client.query(copyFrom(COPY_ROWS)));
  const { rowCount } = await client.query(
    `update report
     set stores_done = stores_done + $2, stores_failed = stores_failed + $3,
       stores_with_assumed_time_zone = stores_with_assumed_time_zone + $4
     where report_id = $1`,
    [reportId, missing.count, missing.withError, missing.withAssumedTimeZone],
  );
  // No foreign key says so: decision 0062.
  if (rowCount === 0) throw new ReportNotFoundError(reportId);
}
