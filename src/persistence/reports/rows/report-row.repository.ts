import { idsOf, type StoreScope } from '../../../domain/access/store-scope.js';
import type { Outage } from '../../../domain/uptime/outages.js';
import type { Uptime } from '../../../domain/uptime/uptime.js';
import type { Database } from '../../connection/database.js';
import { inScopeSql } from '../../stores/in-scope.js';
import { flagsOf } from './report-outage.repository.js';
import {
  afterPositionSql,
  METRIC_SQL,
  metricColumns,
  ROW_COLUMNS,
  sqlDirection,
  toComputedUptime,
  toRowRecord,
  type StoredMetrics,
  type StoredRow,
} from './report-row-sql.js';
import type {
  FailedStore,
  OrderedReportRow,
  ReportRow,
  ReportRowRecord,
  RowDifference,
  RowFilter,
  RowQuery,
} from './report-row.js';

const ROWS_PER_PAGE = 5_000;

/** A store that was deleted and delivered again has two keys. */
const ROWS_BY_STORE_ID = 'select external_id, report_row.* from report_row join store on key = store_key';

/** Whether a row of $1 matches a filter. Ids are ordered as bytes; upper and lower case are those of the database's locale. */
const MATCHES = `
  report_id = $1 and ($2::text is null or external_id = $2) and ${inScopeSql('$4')}
  and ($3::text is null or strpos(lower(external_id collate "default"), lower($3::text collate "default")) > 0)`;

function matchValues(reportId: string, { storeId, search, scope }: RowFilter) {
  return [reportId, storeId, search, idsOf(scope)];
}

/** The rows of reports. */
export class ReportRowRepository {
  constructor(private readonly database: Database) {}

  /** Adds the rows of some stores and counts them as done, in one statement. Existing rows stay as they are. */
  async add(reportId: string, rows: readonly ReportRow[]): Promise<void> {
    const column = (state: keyof Uptime) =>
      rows.map(({ uptimes }) => `{${(uptimes ?? []).map((uptime) => uptime[state]).join()}}`);
    const outages = (value: (outage: Outage) => number) =>
      rows.map((row) => (row.outages.length === 0 ? null : `{${row.outages.map(value).join()}}`));
    await this.database.withClient((client) =>
      client.query(
        `with added as (
           insert into report_row (report_id, store_key, up_us, down_us, unobserved_us, error, time_zone_assumed,
             outages_from, outages_to, outages_open_us, outages_marks)
           select $1, store_key, up::bigint[], down::bigint[], unobserved::bigint[], error, time_zone_assumed,
             starts::bigint[], ends::bigint[], open::bigint[], marks::smallint[]
           from unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[],
               $7::boolean[], $8::text[], $9::text[], $10::text[], $11::text[])
             as computed (store_key, up, down, unobserved, error, time_zone_assumed, starts, ends, open, marks)
           on conflict do nothing
           returning error, time_zone_assumed
         )
         update report
         set stores_done = stores_done + (select count(*) from added),
           stores_failed = stores_failed + (select count(error) from added),
           stores_with_assumed_time_zone =
             stores_with_assumed_time_zone + (select count(*) from added where time_zone_assumed)
         where report_id = $1`,
        [
          reportId,
          rows.map(({ storeKey }) => storeKey),
          column('up'),
          column('down'),
          column('unobserved'),
          rows.map(({ error }) => error),
          rows.map(({ timeZoneAssumed }) => timeZoneAssumed),
          outages(({ from }) => from),
          outages(({ to }) => to),
          outages(({ open }) => open),
          outages(flagsOf),
        ],
      ),
    );
  }

  /** Returns up to `limit` rows after a position. */
  async list(reportId: string, { order, limit, after, ...filter }: RowQuery): Promise<OrderedReportRow[]> {
    const { by, descending } = order;
    const value = by === null ? 'null::float8' : METRIC_SQL[by.value](by.window + 1, descending);
    const { rows } = await this.database.withClient((client) =>
      client.query<[...StoredRow, number | null]>({
        text: `
          select ${ROW_COLUMNS}, value
          from report_row
          join store on store.key = store_key
          cross join lateral (select ${value} as value) ordering
          where ${MATCHES}
            and ($5::text is null or ${afterPositionSql(order)})
          order by ${by === null ? '' : `value ${sqlDirection(order)},`} external_id ${by === null ? sqlDirection(order) : ''}
          limit $7`,
        values: [...matchValues(reportId, filter), after?.storeId ?? null, after?.value ?? null, limit],
        rowMode: 'array',
      }),
    );
    return rows.map(([id, timeZoneAssumed, up, down, unobserved, error, ordered]) => {
      return { ...toRowRecord([id, timeZoneAssumed, up, down, unobserved, error]), value: ordered };
    });
  }

  /** Returns how many rows match. */
  async count(reportId: string, filter: RowFilter): Promise<number> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ count: number }>(
        `select count(*)::integer as count from report_row join store on store.key = store_key where ${MATCHES}`,
        matchValues(reportId, filter),
      ),
    );
    return rows[0]!.count;
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
      row: toComputedUptime(numbers.slice(0, 4) as StoredMetrics),
      other: toComputedUptime(numbers.slice(4) as StoredMetrics),
    }));
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
