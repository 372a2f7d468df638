import { idsOf, type StoreScope } from '../../../domain/access/store-scope.js';
import type { Database } from '../../connection/database.js';
import { holdsAsOf } from '../../connection/data-version.js';
import { aimsSql, defaultTargetSql, missedSql } from '../../groups/report-targets.js';
import { inScopeSql } from '../../stores/in-scope.js';
import {
  afterPositionSql,
  METRIC_SQL,
  ROW_COLUMNS,
  sqlDirection,
  toRowRecord,
  type StoredRow,
} from './report-row-sql.js';
import { ONGOING } from './report-outage.repository.js';
import type { OrderedReportRow, RowFilter, RowPosition, RowQuery } from './report-row.js';

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

/** The rows of report $1 with their stores. */
const ROWS = 'report_row join store on store.key = report_row.store_key';

/** With what each store is to reach and is worth, as of data version $5. */
const ROWS_WITH_AIMS = `
  ${ROWS}
  left join ${aimsSql('$5::integer', 'true')} on aim.store_key = report_row.store_key
  cross join lateral (select coalesce(aim.target, ${defaultTargetSql('$5')}) as aimed) counted`;

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

/** A complete report. */
export interface ListedReport {
  readonly reportId: string;
  readonly dataVersion: number;
}

const ROWS_PER_PAGE = 2_000;

const BY_STORE_ID = { by: null, descending: false };

/** Lists the rows of complete reports: filtered, sorted and in pages. */
export class ReportRowListRepository {
  constructor(private readonly database: Database) {}

  /** Returns up to `limit` rows after a position. */
  async list(report: ListedReport, { order, limit, after, ...filter }: RowQuery): Promise<OrderedReportRow[]> {
    const { by, descending } = order;
    const value = by === null ? 'null::float8' : METRIC_SQL[by.value](by.window + 1, descending);
    const needsAims = filter.missed !== null || by?.value === 'lostValue';
    const { rows } = await this.database.withClient((client) =>
      client.query<[...StoredRow, ...ListedColumns]>({
        text: `
          select ${ROW_COLUMNS}, (${REPORTED_TIME_ZONE}), cardinality(outages_open_us), outages_open_us[1], ended, ended_open,
            state, value
          from ${needsAims ? ROWS_WITH_AIMS : ROWS}
          ${ENDED}
          cross join lateral (select ${value} as value) ordering
          where ${matchesSql(filter)}
            and ($6::text is null or ${afterPositionSql(order)})
          order by ${by === null ? '' : `value ${sqlDirection(order)},`} external_id ${by === null ? sqlDirection(order) : ''}
          limit $8`,
        values: [...matchValues(report, filter), after?.storeId ?? null, after?.value ?? null, limit],
        rowMode: 'array',
      }),
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
    const { rows } = await this.database.withClient((client) =>
      client.query<{ count: number }>(
        `select count(*)::integer as count from ${filter.missed === null ? ROWS : ROWS_WITH_AIMS}
         where ${matchesSql(filter)}`,
        matchValues(report, filter),
      ),
    );
    return rows[0]!.count;
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
