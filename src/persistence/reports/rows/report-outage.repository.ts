import { idsOf, type StoreScope } from '../../../domain/access/store-scope.js';
import type { Microseconds } from '../../../domain/time/instant.js';
import type { Outage } from '../../../domain/uptime/outages/outages.js';
import { inScopeSql } from '../../stores/in-scope.js';
import type { Database } from '../../connection/database.js';

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

/** Encodes the flags of an outage for the column `outages_marks`. */
export function flagsOf({ ongoing, mayHaveBegunBefore }: Outage): number {
  return (ongoing ? ONGOING : 0) + (mayHaveBegunBefore ? MAY_HAVE_BEGUN_BEFORE : 0);
}

/** The outages of reports, stored with their rows. */
export class ReportOutageRepository {
  constructor(private readonly database: Database) {}

  /** Returns up to `limit` outages after a position: longest first, then by start and store id. */
  async list(reportId: string, { limit, after, storeId, scope }: OutageQuery): Promise<StoreOutage[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<StoredOutage>({
        text: `
          select ${OUTAGE_COLUMNS}
          from report_row
          join store on store.key = store_key
          ${UNNESTED}
          where report_id = $1 and ($2::text is null or external_id = $2) and ${inScopeSql('$7')}
            and ($3::bigint is null or open < $3
              or open = $3 and (starts > $4::bigint or starts = $4 and external_id > $5))
          order by open desc, starts, external_id
          limit $6`,
        values: [
          reportId,
          storeId,
          after?.open ?? null,
          after?.from ?? null,
          after?.storeId ?? null,
          limit,
          idsOf(scope),
        ],
        rowMode: 'array',
      }),
    );
    return rows.map(toStoreOutage);
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
    const { rows } = await this.database.withClient((client) =>
      client.query<StoredOutage>({
        text: `
          select ${OUTAGE_COLUMNS}
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
        values: [reportId, after, idsOf(scope)],
        rowMode: 'array',
      }),
    );
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
