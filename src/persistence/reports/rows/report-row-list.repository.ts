import { idsOf, type StoreScope } from '../../../domain/access/store-scope.js';
import { integerSql, uuidSql } from '../../connection/copy-decoder.js';
import type { Database } from '../../connection/database.js';
import { holdsAsOf } from '../../connection/data-version.js';
import { aimsSql, defaultTargetSql, missedSql } from '../../groups/report-targets.js';
import { inScopeSql } from '../../stores/in-scope.js';
import type { KeptOrders } from './kept-orders.js';
import { afterPositionSql, orderingSql, ROW_COLUMNS, toRowRecord, type StoredRow } from './report-row-sql.js';
import { ONGOING } from './report-outage.repository.js';
import type { Report } from '../report.entity.js';
import type { OrderedReportRow, RowFilter, RowOrder, RowPosition, RowQuery } from './report-row.js';

/** The zone that the store of a row of $1 has in the data of the report. */
const REPORTED_TIME_ZONE = `
  select time_zone
  from store_time_zone zone
  join report on report.report_id = $1 and ${holdsAsOf('zone', 'data_version')}
  where zone.store_key = report_row.store_key`;

/** The outages of a row that ended before the window did. */
const ENDED = `
  left join lateral (
    select count(*)::integer as ended, sum(open)::bigint as ended_open
    from unnest(outages_open_us, outages_marks) as outage (open, marks)
    where marks & ${ONGOING} = 0
  ) repaired on true`;

/** Columns after those of `ROW_COLUMNS`. */
type ListedColumns = [
  timeZone: string | null,
  outages: number | null,
  longest: string | null,
  ended: number,
  endedOpen: string | null,
  state: string | null,
  value: number | null,
];
const LISTED_COLUMNS = 7;

const ROWS = 'report_row join store on store.key = report_row.store_key';

/** Rows with what each store is to reach and is worth, as of a data version. `isAsked` selects by `store_key`. */
const rowsWithAims = (version: string, isAsked = 'true') => `
  ${ROWS}
  left join ${aimsSql(version, isAsked)} on aim.store_key = report_row.store_key
  cross join lateral (select coalesce(aim.target, ${defaultTargetSql(version)}) as aimed) counted`;

const isByAim = ({ by }: RowOrder) => by?.value === 'lostValue';

/** Whether a row of $1 matches a filter, as of data version $5. Ids are ordered as bytes; upper and lower case are those of the database's locale. */
const MATCHES = `
  report_id = $1 and ($2::text is null or external_id = $2) and ${inScopeSql('$4')}
  and ($3::text is null or ${contains('external_id', '$3')} or exists (
    select from store_attribute named
    where named.store_key = report_row.store_key and ${holdsAsOf('named', '$5::integer')} and ${contains('named.name', '$3')}))`;

function contains(text: string, part: string): string {
  return `strpos(lower(${text} collate "default"), lower(${part}::text collate "default")) > 0`;
}

function matchesSql({ missed }: RowFilter): string {
  if (missed === null) return MATCHES;
  const isMissed = missedSql(`up_us[${missed.window + 1}]`, `down_us[${missed.window + 1}]`, 'aimed');
  return `${MATCHES} and ${missed.is ? isMissed : `not ${isMissed}`}`;
}

function matchValues({ reportId, dataVersion }: ListedReport, { storeId, search, scope }: RowFilter) {
  return [reportId, storeId, search, idsOf(scope), dataVersion];
}

function matchesAll({ storeId, search, missed, scope }: RowFilter): boolean {
  return storeId === null && search === null && missed === null && scope === 'all';
}

/** A complete report. */
export interface ListedReport {
  readonly reportId: string;
  readonly dataVersion: number;
  /** The number of its rows. */
  readonly rows: number;
}

export function toListedReport({ reportId, dataVersion, csvRows }: Report): ListedReport {
  return { reportId, dataVersion: dataVersion!, rows: csvRows! };
}

const ROWS_PER_PAGE = 2_000;

const BY_STORE_ID = { by: null, descending: false };

/** Lists the rows of complete reports: filtered, sorted and in pages. */
export class ReportRowListRepository {
  constructor(
    private readonly database: Database,
    private readonly orders: KeptOrders,
  ) {}

  /** Returns up to `limit` rows after a position. */
  async list(report: ListedReport, query: RowQuery): Promise<OrderedReportRow[]> {
    const keys = (await this.keptKeys(report, query)) ?? (await this.findKeys(report, query));
    return this.read(report, query.order, keys);
  }

  /** The stores of a page of all rows, sorted by a metric, by the order that is kept of them; null if it does not help. */
  private async keptKeys(
    { reportId, dataVersion, rows }: ListedReport,
    { order, limit, after, ...filter }: RowQuery,
  ): Promise<readonly number[] | null> {
    if (order.by === null || !matchesAll(filter)) return null;
    const { value, columns } = orderingSql(order);
    const keys = await this.orders.get(`rows ${reportId} ${order.by.value} ${order.by.window} ${columns}`, {
      select: `
        select report_row.store_key
        from ${isByAim(order) ? rowsWithAims(integerSql(dataVersion)) : ROWS}
        cross join lateral (select ${value} as value) ordering
        where report_id = ${uuidSql(reportId)}
        order by ${columns}`,
      columns: 1,
      countRows: async () => rows,
    });
    if (keys === null) return null;
    let from = 0;
    if (after !== null) {
      const [found] = await this.select<[number]>(
        `select store_key from ${ROWS} where report_id = $1 and external_id = $2`,
        [reportId, after.storeId],
      );
      from = found === undefined ? 0 : keys.indexOf(found[0]) + 1;
      if (from === 0) return null;
    }
    return [...keys.subarray(from, from + limit)];
  }

  private async findKeys(
    report: ListedReport,
    { order, limit, after, ...filter }: RowQuery,
  ): Promise<readonly number[]> {
    const { value, columns } = orderingSql(order);
    const found = await this.select<[number]>(
      `select report_row.store_key
       from ${filter.missed === null && !isByAim(order) ? ROWS : rowsWithAims('$5::integer')}
       cross join lateral (select ${value} as value) ordering
       where ${matchesSql(filter)} and ($6::text is null or ${afterPositionSql(order)})
       order by ${columns}
       limit $8`,
      [...matchValues(report, filter), after?.storeId ?? null, after?.value ?? null, limit],
    );
    return found.map(([key]) => key);
  }

  /** Reads the rows of some stores, in the order of these. */
  private async read(
    { reportId, dataVersion }: ListedReport,
    order: RowOrder,
    keys: readonly number[],
  ): Promise<OrderedReportRow[]> {
    const { value } = orderingSql(order);
    const rows = await this.select<[...StoredRow, ...ListedColumns]>(
      `select ${ROW_COLUMNS}, (${REPORTED_TIME_ZONE}), cardinality(outages_open_us), outages_open_us[1], ended, ended_open,
         state, value
       from unnest($2::integer[]) with ordinality asked (asked_key, position)
       join (${isByAim(order) ? rowsWithAims(integerSql(dataVersion), 'store_key = any ($2)') : ROWS})
         on report_row.store_key = asked_key
       ${ENDED}
       cross join lateral (select ${value} as value) ordering
       where report_id = $1
       order by position`,
      [reportId, keys],
    );
    return rows.map((stored) => ({
      ...toRowRecord(stored.slice(0, -LISTED_COLUMNS) as StoredRow),
      ...toListed(stored.slice(-LISTED_COLUMNS) as ListedColumns),
    }));
  }

  /**
   * Streams the rows of a scope, ordered by store id as bytes, in pages of which one is in memory at a time: what belongs to
   * many rows is read at once.
   */
  async *streamPages(report: ListedReport, scope: StoreScope): AsyncGenerator<readonly OrderedReportRow[]> {
    const query = { order: BY_STORE_ID, limit: ROWS_PER_PAGE, storeId: null, search: null, missed: null, scope };
    for (let after: RowPosition | null = null; ;) {
      const page: OrderedReportRow[] = await this.list(report, { ...query, after });
      if (page.length > 0) yield page;
      if (page.length < ROWS_PER_PAGE) return;
      after = { storeId: page.at(-1)!.storeId, value: null };
    }
  }

  /** Returns how many rows match. */
  async count(report: ListedReport, filter: RowFilter): Promise<number> {
    if (matchesAll(filter)) return report.rows;
    const [row] = await this.select<[number]>(
      `select count(*)::integer from ${filter.missed === null ? ROWS : rowsWithAims('$5::integer')}
       where ${matchesSql(filter)}`,
      matchValues(report, filter),
    );
    return row![0];
  }

  private async select<Row extends unknown[]>(text: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.database.withClient((client) => client.query<Row>({ text, values, rowMode: 'array' }));
    return rows;
  }
}

function toListed([timeZone, outages, longest, ended, endedOpen, state, value]: ListedColumns) {
  return {
    timeZone,
    outages: outages ?? 0,
    longestOutage: longest === null ? null : Number(longest),
    outagesEnded: ended,
    endedOpen: Number(endedOpen ?? 0),
    state: state === null ? null : STATES[state as keyof typeof STATES],
    value,
  };
}

/** The states at the as-of instant that a row stores, by their letters. */
const STATES = { d: 'down', u: 'unobserved' } as const;
