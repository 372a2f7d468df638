import { idsOf, type StoreScope } from '../../../domain/access/store-scope.js';
import type { Microseconds } from '../../../domain/time/instant.js';
import type { Outage } from '../../../domain/uptime/outages/outages.js';
import { inScopeSql } from '../../stores/in-scope.js';
import { uuidSql } from '../../connection/copy-decoder.js';
import type { Database } from '../../connection/database.js';
import type { KeptOrders } from './kept-orders.js';

/** An outage of a store in a report. */
export interface StoreOutage extends Outage {
  readonly storeId: string;
}

/** A position among the outages of a report, longest first. */
export interface OutagePosition {
  readonly open: Microseconds;
  readonly from: number;
  readonly storeId: string;
}

export interface OutageQuery {
  readonly limit: number;
  readonly after: OutagePosition | null;
  /** Null: every store. */
  readonly storeId: string | null;
  readonly scope: StoreScope;
}

/** The flags of `outages_marks`. */
export const ONGOING = 1;
const MAY_HAVE_BEGUN_BEFORE = 2;

/** A page of a stream ends with the store with which it has so many outages, or so many stores. */
const OUTAGES_PER_PAGE = 10_000;
const STORES_PER_PAGE = 1_000;

type StoredOutage = [storeId: string, from: string, to: string, open: string, marks: number, reason: string | null];

const OUTAGE_COLUMNS = 'external_id, starts, ends, open, marks, reason';

const UNNESTED = `
  cross join lateral unnest(outages_from, outages_to, outages_open_us, outages_marks, outages_reasons)
    as outage (starts, ends, open, marks, reason)`;

const OUTAGES_WITH_PLACES = `
  report_row
  join store on store.key = report_row.store_key
  cross join lateral unnest(outages_open_us, outages_from) with ordinality as outage (open, starts, place)`;

const LONGEST_FIRST = 'open desc, starts, external_id';

/** In an order of outages, each is the key of its store and its place among the outages of the store, from 1. */
const COLUMNS_OF_PLACE = 2;
const isKey = (_value: number, index: number) => index % COLUMNS_OF_PLACE === 0;
const isPlace = (_value: number, index: number) => index % COLUMNS_OF_PLACE === 1;

/** Encodes the flags of an outage for the column `outages_marks`. */
export function flagsOf({ ongoing, mayHaveBegunBefore }: Outage): number {
  return (ongoing ? ONGOING : 0) + (mayHaveBegunBefore ? MAY_HAVE_BEGUN_BEFORE : 0);
}

/** The outages of reports, stored with their rows. */
export class ReportOutageRepository {
  constructor(
    private readonly database: Database,
    private readonly orders: KeptOrders,
  ) {}

  /** Returns up to `limit` outages after a position: longest first, then by start and store id. */
  async list(reportId: string, query: OutageQuery): Promise<StoreOutage[]> {
    const kept = await this.keptPage(reportId, query);
    return (kept ?? (await this.find(reportId, query))).map(toStoreOutage);
  }

  /** A page of all outages, by the order that is kept of them; null if it does not help. */
  private async keptPage(
    reportId: string,
    { limit, after, storeId, scope }: OutageQuery,
  ): Promise<StoredOutage[] | null> {
    if (storeId !== null || scope !== 'all') return null;
    const places = await this.orders.get(`outages ${reportId}`, {
      select: `
        select report_row.store_key, place::integer
        from ${OUTAGES_WITH_PLACES}
        where report_id = ${uuidSql(reportId)}
        order by ${LONGEST_FIRST}`,
      columns: COLUMNS_OF_PLACE,
      countRows: () => this.count(reportId, scope),
    });
    if (places === null) return null;
    const from = after === null ? 0 : await this.placeAfter(reportId, places, after);
    if (from === null) return null;
    const page = places.subarray(from, from + limit * COLUMNS_OF_PLACE);
    return this.select(
      `select external_id, outages_from[place], outages_to[place], outages_open_us[place], outages_marks[place], outages_reasons[place]
       from unnest($2::integer[], $3::integer[]) with ordinality asked (asked_key, place, position)
       join report_row on report_row.store_key = asked_key
       join store on store.key = asked_key
       where report_id = $1
       order by position`,
      [reportId, [...page.filter(isKey)], [...page.filter(isPlace)]],
    );
  }

  /** Where in the order of all outages those after a position begin; null if there is no outage at the position. */
  private async placeAfter(reportId: string, places: Int32Array, after: OutagePosition): Promise<number | null> {
    const [found] = await this.select<[key: number, place: number]>(
      `select store_key, place::integer
       from ${OUTAGES_WITH_PLACES}
       where report_id = $1 and external_id = $2 and open = $3 and starts = $4`,
      [reportId, after.storeId, after.open, after.from],
    );
    if (found === undefined) return null;
    const [key, place] = found;
    let at = places.indexOf(key);
    while (at >= 0 && (at % COLUMNS_OF_PLACE !== 0 || places[at + 1] !== place)) at = places.indexOf(key, at + 1);
    return at < 0 ? null : at + COLUMNS_OF_PLACE;
  }

  private async find(reportId: string, { limit, after, storeId, scope }: OutageQuery): Promise<StoredOutage[]> {
    return this.select(
      `select ${OUTAGE_COLUMNS}
       from report_row
       join store on store.key = store_key
       ${UNNESTED}
       where report_id = $1 and ($2::text is null or external_id = $2) and ${inScopeSql('$7')}
         and ($3::bigint is null or open < $3
           or open = $3 and (starts > $4::bigint or starts = $4 and external_id > $5))
       order by ${LONGEST_FIRST}
       limit $6`,
      [reportId, storeId, after?.open ?? null, after?.from ?? null, after?.storeId ?? null, limit, idsOf(scope)],
    );
  }

  /** Returns how many outages the stores of a scope have. */
  async count(reportId: string, scope: StoreScope): Promise<number> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ count: string }>(
        `select coalesce(sum(cardinality(outages_from)), 0)::text as count
         from report_row join store on store.key = store_key
         where report_id = $1 and ${inScopeSql('$2')}`,
        [reportId, idsOf(scope)],
      ),
    );
    return Number(rows[0]!.count);
  }

  /** Streams the outages of a report by store id as bytes and start, in pages of which one is in memory at a time. */
  async *streamPages(reportId: string, scope: StoreScope): AsyncGenerator<readonly StoreOutage[]> {
    for (let after = ''; ;) {
      const rows = await this.page(reportId, after, scope);
      if (rows.length === 0) return;
      yield rows.map(toStoreOutage);
      after = rows.at(-1)![0];
    }
  }

  private async page(reportId: string, after: string, scope: StoreScope): Promise<StoredOutage[]> {
    return this.select(
      `select ${OUTAGE_COLUMNS}
       from (
         select next.*, sum(cardinality(outages_from)) over (order by external_id) - cardinality(outages_from) as before
         from (
           select external_id, outages_from, outages_to, outages_open_us, outages_marks, outages_reasons
           from report_row join store on store.key = store_key
           where report_id = $1 and external_id > $2 and outages_from is not null and ${inScopeSql('$3')}
           order by external_id
           limit ${STORES_PER_PAGE}
         ) next
       ) page
       ${UNNESTED}
       where before < ${OUTAGES_PER_PAGE}
       order by external_id, starts`,
      [reportId, after, idsOf(scope)],
    );
  }

  private async select<Row extends unknown[] = StoredOutage>(text: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.database.withClient((client) => client.query<Row>({ text, values, rowMode: 'array' }));
    return rows;
  }
}

function toStoreOutage([storeId, from, to, open, marks, reason]: StoredOutage): StoreOutage {
  return {
    storeId,
    from: Number(from),
    to: Number(to),
    open: Number(open),
    ongoing: (marks & ONGOING) !== 0,
    mayHaveBegunBefore: (marks & MAY_HAVE_BEGUN_BEFORE) !== 0,
    reason,
  };
}
