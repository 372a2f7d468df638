import type { Outage } from '../../domain/outages.js';
import type { Uptime } from '../../domain/uptime.js';
import type { Database } from '../connection/database.js';
import { flagsOf } from './report-outage.repository.js';

/** The numbers of one store, one `Uptime` per window of the report, in the order of its columns; or why it has none. */
export type ComputedUptime =
  { readonly windows: readonly Uptime[]; readonly error: null } | { readonly windows: null; readonly error: string };

export type ReportRow = ComputedUptime & {
  readonly storeKey: number;
  /** Of the longest window. */
  readonly outages: readonly Outage[];
};

/** A row on its way into the CSV. */
export type ReportRowRecord = ComputedUptime & { readonly storeId: string };

/** A store that a report has no numbers for. */
export interface FailedStore {
  readonly storeId: string;
  readonly reason: string;
}

/** A store whose rows differ between two reports; null where one has none of it. */
export interface RowDifference {
  readonly storeId: string;
  readonly row: ComputedUptime | null;
  readonly other: ComputedUptime | null;
}

/** What rows can be ordered by, of one window. */
export const ROW_METRICS = ['open', 'uptime', 'downtime', 'unobserved', 'coverage'] as const;
export type RowMetric = (typeof ROW_METRICS)[number];

/** An order of rows; rows of the same value by store id. Null: by store id alone. */
export interface RowOrder {
  readonly by: { readonly value: RowMetric; readonly window: number } | null;
  readonly descending: boolean;
}

/** A place in an order of rows. `value` is that by which it is ordered; null where that is the store id. */
export interface RowPosition {
  readonly value: number | null;
  readonly storeId: string;
}

export type OrderedReportRow = ReportRowRecord & { readonly value: number | null };

export interface RowQuery {
  readonly order: RowOrder;
  readonly limit: number;
  readonly after: RowPosition | null;
  /** Null: every store. */
  readonly storeId: string | null;
}

const ROWS_PER_PAGE = 5_000;

/** The rows of reports. */
export class ReportRowRepository {
  constructor(private readonly database: Database) {}

  /** Adds the rows of some stores and counts them as done, in one statement; rows that are there already stay as they are. */
  async add(reportId: string, rows: readonly ReportRow[]): Promise<void> {
    const column = (state: keyof Uptime) =>
      rows.map(({ windows }) => `{${(windows ?? []).map((window) => window[state]).join()}}`);
    const outages = (value: (outage: Outage) => number) =>
      rows.map((row) => (row.outages.length === 0 ? null : `{${row.outages.map(value).join()}}`));
    await this.database.withClient((client) =>
      client.query(
        `with added as (
           insert into report_row (report_id, store_key, up_us, down_us, unobserved_us, error,
             outages_from, outages_to, outages_open_us, outages_marks)
           select $1, store_key, up::bigint[], down::bigint[], unobserved::bigint[], error,
             starts::bigint[], ends::bigint[], open::bigint[], marks::smallint[]
           from unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[],
               $7::text[], $8::text[], $9::text[], $10::text[])
             as computed (store_key, up, down, unobserved, error, starts, ends, open, marks)
           on conflict do nothing
           returning error
         )
         update report
         set stores_done = stores_done + (select count(*) from added),
           stores_failed = stores_failed + (select count(error) from added)
         where report_id = $1`,
        [
          reportId,
          rows.map(({ storeKey }) => storeKey),
          column('up'),
          column('down'),
          column('unobserved'),
          rows.map(({ error }) => error),
          outages(({ from }) => from),
          outages(({ to }) => to),
          outages(({ open }) => open),
          outages(flagsOf),
        ],
      ),
    );
  }

  /** Rows of a report in any order, after a position. */
  async list(reportId: string, { order, limit, after, storeId }: RowQuery): Promise<OrderedReportRow[]> {
    const value = order.by === null ? 'null::float8' : METRIC_SQL[order.by.value](order.by.window + 1);
    const { rows } = await this.database.withClient((client) =>
      client.query<[...StoredRow, number | null]>({
        text: `
          select ${ROW_COLUMNS}, value
          from report_row
          join store on store.key = store_key
          cross join lateral (select ${value} as value) ordering
          where report_id = $1 and ($2::text is null or external_id = $2)
            and ($3::text is null or ${afterPositionSql(order)})
          order by ${order.by === null ? '' : `value ${sqlDirection(order)},`} external_id ${order.by === null ? sqlDirection(order) : ''}
          limit $5`,
        values: [reportId, storeId, after?.storeId ?? null, after?.value ?? null, limit],
        rowMode: 'array',
      }),
    );
    return rows.map(([id, up, down, unobserved, error, ordered]) => {
      return { ...toRowRecord([id, up, down, unobserved, error]), value: ordered };
    });
  }

  /** The stores that a report has no numbers for, ordered by id, at most so many. */
  async failed(reportId: string, limit: number): Promise<FailedStore[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<FailedStore>(
        `select external_id as "storeId", error as reason
         from report_row join store on store.key = store_key
         where report_id = $1 and error is not null
         order by external_id
         limit $2`,
        [reportId, limit],
      ),
    );
    return rows;
  }

  /** The stores whose rows differ between two reports of the same windows, ordered by id, after one. */
  async differences(reportId: string, against: string, limit: number, after: string): Promise<RowDifference[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<[string, ...StoredMetrics, ...StoredMetrics]>({
        text: `
          select external_id, ${metricColumns('this')}, ${metricColumns('other')}
          from (select * from report_row where report_id = $1) this
          full join (select * from report_row where report_id = $2) other using (store_key)
          join store on store.key = store_key
          where (${metricColumns('this')}) is distinct from (${metricColumns('other')}) and external_id > $3
          order by external_id
          limit $4`,
        values: [reportId, against, after, limit],
        rowMode: 'array',
      }),
    );
    return rows.map(([storeId, ...numbers]) => ({
      storeId,
      row: toComputedUptime(numbers.slice(0, 4) as StoredMetrics),
      other: toComputedUptime(numbers.slice(4) as StoredMetrics),
    }));
  }

  /** Every row of a report, ordered by store id as bytes, a page in memory at a time. */
  async *streamRows(reportId: string): AsyncGenerator<ReportRowRecord> {
    let after = '';
    for (;;) {
      const page = await this.page(reportId, after);
      yield* page;
      if (page.length < ROWS_PER_PAGE) return;
      after = page.at(-1)!.storeId;
    }
  }

  private async page(reportId: string, after: string): Promise<ReportRowRecord[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<StoredRow>({
        text: `
          select ${ROW_COLUMNS}
          from report_row join store on store.key = store_key
          where report_id = $1 and external_id > $2
          order by external_id
          limit ${ROWS_PER_PAGE}`,
        values: [reportId, after],
        rowMode: 'array',
      }),
    );
    return rows.map(toRowRecord);
  }
}

const metricColumns = (of: 'this' | 'other') => `${of}.up_us, ${of}.down_us, ${of}.unobserved_us, ${of}.error`;
type StoredMetrics = [up: string[] | null, down: string[] | null, unobserved: string[] | null, error: string | null];

/** Null where there is no row. */
function toComputedUptime([up, down, unobserved, error]: StoredMetrics): ComputedUptime | null {
  if (up === null) return null;
  const { windows } = toRowRecord(['', up, down!, unobserved!, error]);
  return windows === null ? { windows, error: error! } : { windows, error: null };
}

const ROW_COLUMNS = 'external_id, up_us, down_us, unobserved_us, report_row.error';
type StoredRow = [storeId: string, up: string[], down: string[], unobserved: string[], error: string | null];

function toRowRecord([storeId, up, down, unobserved, error]: StoredRow): ReportRowRecord {
  if (error !== null) return { storeId, windows: null, error };
  const windows = up.map((_, w) => ({ up: Number(up[w]), down: Number(down[w]), unobserved: Number(unobserved[w]) }));
  return { storeId, windows, error };
}

/**
 * In microseconds, or as a share; of a window, counted from 1. A store without numbers comes before all others, and as for
 * coverage, one that was never open too.
 */
const METRIC_SQL: Record<RowMetric, (window: number) => string> = {
  open: (w) => `coalesce((up_us[${w}] + down_us[${w}] + unobserved_us[${w}])::float8, -1)`,
  uptime: (w) => `coalesce(up_us[${w}]::float8, -1)`,
  downtime: (w) => `coalesce(down_us[${w}]::float8, -1)`,
  unobserved: (w) => `coalesce(unobserved_us[${w}]::float8, -1)`,
  coverage: (w) =>
    `coalesce((up_us[${w}] + down_us[${w}])::float8 / nullif(up_us[${w}] + down_us[${w}] + unobserved_us[${w}], 0), -1)`,
};

function sqlDirection({ descending }: RowOrder): string {
  return descending ? 'desc' : 'asc';
}

/** Behind the position of $3 (store id) and $4 (value). */
function afterPositionSql({ by, descending }: RowOrder): string {
  const sign = descending ? '<' : '>';
  if (by === null) return `($4::float8 is null and external_id ${sign} $3)`;
  return `(value ${sign} $4::float8 or (value = $4::float8 and external_id > $3))`;
}
