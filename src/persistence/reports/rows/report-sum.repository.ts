import { idsOf, type StoreScope } from '../../../domain/access/store-scope.js';
import type { SummedUptime } from '../../../domain/uptime/uptime.js';
import { EDGE_HUNDREDTHS } from '../../../domain/reports/uptime-distribution.js';
import type { Database } from '../../connection/database.js';
import { inScopeSql } from '../../stores/in-scope.js';

/** The stores of a report whose uptime in per cent is in one bucket of the distribution, and their sum. */
export interface BucketSum {
  /** The index of the window. */
  readonly window: number;
  /** From 1; null for the stores of which nothing was observed. */
  readonly bucket: number | null;
  readonly stores: number;
  readonly storesWithoutOpenTime: number;
  /** All of their open time is excused. */
  readonly storesExcused: number;
  readonly uptime: SummedUptime;
}

/** A window of a report. */
export interface WindowOfReport {
  readonly reportId: string;
  /** The index of the window. */
  readonly window: number;
}

/** The sum of a window of a report. */
export interface WindowSum {
  readonly reportId: string;
  /** With those that could not be computed. */
  readonly stores: number;
  readonly uptime: SummedUptime;
}

type StoredSum = [up: string, down: string, unobserved: string, excused: string];

/** Sums over the rows of reports. */
export class ReportSumRepository {
  constructor(private readonly database: Database) {}

  /** Sums the rows of a report by window and bucket. A store that could not be computed is in none. */
  async byBucket(reportId: string, scope: StoreScope): Promise<BucketSum[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<[number, number | null, number, number, number, ...StoredSum]>({
        text: `
          select w::integer - 1, bucket, count(*)::integer,
            (count(*) filter (where up + down + unobserved + excused = 0))::integer,
            (count(*) filter (where up + down + unobserved = 0 and excused > 0))::integer,
            sum(up), sum(down), sum(unobserved), sum(excused)
          from report_row
          join store on store.key = store_key
          cross join lateral unnest(up_us, down_us, unobserved_us, excused_us)
            with ordinality numbers (up, down, unobserved, stored_excused, w)
          cross join lateral (select coalesce(stored_excused, 0) as excused) counted
          cross join lateral (select width_bucket(10000 * up / nullif(up + down, 0), $2::bigint[]) as bucket) percent
          where report_id = $1 and ${inScopeSql('$3')}
          group by w, bucket`,
        values: [reportId, EDGE_HUNDREDTHS, idsOf(scope)],
        rowMode: 'array',
      }),
    );
    return rows.map(([window, bucket, stores, storesWithoutOpenTime, storesExcused, ...sums]) => {
      return { window, bucket, stores, storesWithoutOpenTime, storesExcused, uptime: toSummedUptime(sums) };
    });
  }

  /** Sums one window each of some reports. A report without rows in the scope has no sum. */
  async ofWindows(windows: readonly WindowOfReport[], scope: StoreScope): Promise<WindowSum[]> {
    const stores = scope === 'all' ? '' : 'join store on store.key = store_key';
    const isInScope = scope === 'all' ? 'true' : 'external_id = any ($3)';
    const { rows } = await this.database.withClient((client) =>
      client.query<[string, number, ...StoredSum]>({
        text: `
          select report_id, count(*)::integer,
            coalesce(sum(up_us[w]), 0), coalesce(sum(down_us[w]), 0), coalesce(sum(unobserved_us[w]), 0),
            coalesce(sum(excused_us[w]), 0)
          from unnest($1::uuid[], $2::integer[]) asked (report_id, w)
          join report_row using (report_id)
          ${stores}
          where ${isInScope}
          group by report_id`,
        values: [
          windows.map(({ reportId }) => reportId),
          windows.map(({ window }) => window + 1),
          ...(scope === 'all' ? [] : [idsOf(scope)]),
        ],
        rowMode: 'array',
      }),
    );
    return rows.map(([reportId, count, ...sums]) => ({ reportId, stores: count, uptime: toSummedUptime(sums) }));
  }
}

function toSummedUptime([up, down, unobserved, excused]: StoredSum): SummedUptime {
  return { up: BigInt(up), down: BigInt(down), unobserved: BigInt(unobserved), excused: BigInt(excused) };
}
