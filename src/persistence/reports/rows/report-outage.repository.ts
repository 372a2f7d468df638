import { idsOf, type StoreScope } from '../../../domain/access/store-scope.js';
import type { Microseconds } from '../../../domain/time/instant.js';
import type { Outage } from '../../../domain/uptime/outages.js';
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

const [ONGOING, MAY_HAVE_BEGUN_BEFORE] = [1, 2];

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
      client.query<[string, string, string, string, number]>({
        text: `
          select external_id, starts, ends, open, marks
          from report_row
          join store on store.key = store_key
          cross join lateral unnest(outages_from, outages_to, outages_open_us, outages_marks)
            as outage (starts, ends, open, marks)
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
    return rows.map(([id, from, to, open, marks]) => ({
      storeId: id,
      from: Number(from),
      to: Number(to),
      open: Number(open),
      ongoing: (marks & ONGOING) !== 0,
      mayHaveBegunBefore: (marks & MAY_HAVE_BEGUN_BEFORE) !== 0,
    }));
  }
}
