import type { PoolClient } from 'pg';
import { idsOf, type StoreScope } from '../../../domain/access/store-scope.js';
import type { ReasonSum } from '../../../domain/reports/outages-by-reason.js';
import type { Database } from '../../connection/database.js';
import { holdsAsOf } from '../../connection/data-version.js';

/** Which rows of a report to sum. */
export interface ReasonSumQuery {
  readonly reportId: string;
  readonly dataVersion: number;
  /** The kind of the groups; null: no groups, all rows are one. */
  readonly kind: string | null;
  readonly scope: StoreScope;
  /** Store keys, both ends in. */
  readonly fromKey: number;
  readonly toKey: number;
}

/** Sums as text: of many stores, they are beyond what a number is exact to. */
export type WrittenReason = readonly [reason: string, outages: string, open: string];

const HIGHEST_KEY = 2 ** 31 - 1;

/** The reasons of the outages of reports. */
export class ReportReasonRepository {
  constructor(private readonly database: Database) {}

  /** Sums the outages of a report that have a reason. */
  async ofReport(reportId: string, dataVersion: number, scope: StoreScope): Promise<ReadonlyMap<string, ReasonSum>> {
    const query = { reportId, dataVersion, kind: null, scope, fromKey: 0, toKey: HIGHEST_KEY };
    const sums = await this.database.withClient((client) => sumReasons(client, query));
    return sums.get(null) ?? new Map<string, ReasonSum>();
  }
}

/** Sums the outages that have a reason by the value of their store's group; null: without one. */
export async function sumReasons(
  client: PoolClient,
  { reportId, dataVersion, kind, scope, fromKey, toKey }: ReasonSumQuery,
): Promise<Map<string | null, Map<string, ReasonSum>>> {
  const { rows } = await client.query<[value: string | null, ...WrittenReason]>({
    text: `
      select value, reason, count(*)::text, sum(open)::text
      from report_row
      cross join lateral unnest(outages_open_us, outages_reasons) as outage (open, reason)
      left join (select * from store_group where kind = $3 and ${holdsAsOf('store_group', '$2::integer')}) member using (store_key)
      where report_id = $1 and outages_reasons is not null and reason is not null and store_key between $5 and $6
        and ($4::text[] is null or exists (select from store where key = store_key and external_id = any ($4)))
      group by value, reason`,
    values: [reportId, dataVersion, kind, idsOf(scope), fromKey, toKey],
    rowMode: 'array',
  });
  const groups = new Map<string | null, Map<string, ReasonSum>>();
  for (const [value, reason, outages, open] of rows) {
    const reasons = groups.get(value) ?? new Map<string, ReasonSum>();
    groups.set(value, reasons.set(reason, { outages: BigInt(outages), open: BigInt(open) }));
  }
  return groups;
}

export function reasonsFromText(written: readonly WrittenReason[]): Map<string, ReasonSum> {
  return new Map(written.map(([reason, outages, open]) => [reason, { outages: BigInt(outages), open: BigInt(open) }]));
}

export function reasonsToText(reasons: ReadonlyMap<string, ReasonSum>): WrittenReason[] {
  return [...reasons].map(([reason, { outages, open }]) => [reason, String(outages), String(open)]);
}
