import type { PoolClient } from 'pg';
import { idsOf, type StoreScope } from '../../../domain/access/store-scope.js';
import { addReasons, type ReasonSum } from '../../../domain/reports/outages-by-reason.js';
import { compareGroupValues } from '../../../domain/groups/group.js';
import { sumOfGroups, type GroupFigures } from '../../../domain/groups/group-figures.js';
import type { Database } from '../../connection/database.js';
import {
  figuresFromJson,
  GROUP_SUMS,
  toFigures,
  type SummedColumns,
  type WrittenFigures,
} from './report-group-sum-sql.js';
import { reasonsFromText, reasonsToText, sumReasons, type WrittenReason } from './report-reason.repository.js';

/** A window of a report, and the kind of groups by which its rows are summed. */
export interface GroupSumQuery {
  readonly reportId: string;
  readonly dataVersion: number;
  readonly kind: string;
  /** The index of the window. */
  readonly window: number;
  readonly scope: StoreScope;
}

/** The sum of the rows of a group; `value` null: of the stores that have no value of the kind. */
export interface GroupSum {
  readonly value: string | null;
  readonly figures: GroupFigures;
  /** Of the outages that have one. */
  readonly reasons: ReadonlyMap<string, ReasonSum>;
}

/** A sum as it is kept: JSON has no numbers that are so large. */
interface WrittenSum {
  readonly value: string | null;
  readonly figures: WrittenFigures;
  readonly reasons: readonly WrittenReason[];
}

const NO_REASONS: ReadonlyMap<string, ReasonSum> = new Map();

/** Rows that are summed by one statement: each ends well before the time that statements have. */
const ROWS_AT_ONCE = 50_000;

/**
 * After a large import the planner still believes that there are few stores, and would go through all groups for each row: a sum
 * of ten thousand rows would not end in time.
 */
const JOIN_BY_HASH = 'set local enable_nestloop = off';

/** Sums the rows of complete reports by groups, as of the data version of the report. Rule 23. */
export class ReportGroupSumRepository {
  constructor(private readonly database: Database) {}

  /**
   * Returns the groups in the order of their values as bytes, the stores without one last. A complete report never changes, so
   * its sums over all stores are kept.
   */
  async byGroup(query: GroupSumQuery): Promise<GroupSum[]> {
    return this.database.transaction(async (client) => {
      await client.query(JOIN_BY_HASH);
      if (query.scope !== 'all') return compute(client, query);
      return (await findKept(client, query)) ?? (await keep(client, query, await compute(client, query)));
    });
  }
}

async function findKept(client: PoolClient, { reportId, kind, window }: GroupSumQuery): Promise<GroupSum[] | null> {
  const { rows } = await client.query<{ sums: WrittenSum[] }>(
    'select sums from report_group_sum where report_id = $1 and kind = $2 and "window" = $3',
    [reportId, kind, window],
  );
  const written = rows[0]?.sums.map(({ value, figures, reasons }) => {
    return { value, figures: figuresFromJson(figures), reasons: reasonsFromText(reasons) };
  });
  return written ?? null;
}

async function keep(
  client: PoolClient,
  { reportId, kind, window }: GroupSumQuery,
  sums: GroupSum[],
): Promise<GroupSum[]> {
  await client.query(
    `insert into report_group_sum (report_id, kind, "window", sums)
     select report_id, $2, $3, $4 from report where report_id = $1
     on conflict do nothing`,
    [
      reportId,
      kind,
      window,
      JSON.stringify(
        sums.map((sum) => ({ ...sum, reasons: reasonsToText(sum.reasons) })),
        (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
      ),
    ],
  );
  return sums;
}

async function compute(client: PoolClient, query: GroupSumQuery): Promise<GroupSum[]> {
  const { reportId, dataVersion, kind, window, scope } = query;
  const groups = new Map<string | null, GroupFigures>();
  const reasons = new Map<string | null, ReadonlyMap<string, ReasonSum>>();
  for await (const [from, to] of rangesOfRows(client, reportId)) {
    const { rows } = await client.query<[value: string | null, ...SummedColumns]>({
      text: GROUP_SUMS,
      values: [reportId, dataVersion, kind, window + 1, from, to, idsOf(scope)],
      rowMode: 'array',
    });
    for (const [value, ...columns] of rows) {
      const figures = toFigures(columns);
      const known = groups.get(value);
      groups.set(value, known === undefined ? figures : sumOfGroups([known, figures]));
    }
    const found = await sumReasons(client, { reportId, dataVersion, kind, scope, fromKey: from, toKey: to });
    for (const [value, sums] of found) reasons.set(value, addReasons([reasons.get(value) ?? NO_REASONS, sums]));
  }
  return [...groups]
    .map(([value, figures]) => ({ value, figures, reasons: reasons.get(value) ?? NO_REASONS }))
    .sort((a, b) => compareGroupValues(a.value, b.value));
}

/** Yields ranges of store keys, both ends in, that together have all rows of a report. */
async function* rangesOfRows(client: PoolClient, reportId: string): AsyncGenerator<[from: number, to: number]> {
  for (let after = 0; ;) {
    const { rows } = await client.query<{ from: number | null; to: number | null }>(
      `select min(store_key) as from, max(store_key) as to
       from (select store_key from report_row where report_id = $1 and store_key > $2 order by store_key limit $3) next`,
      [reportId, after, ROWS_AT_ONCE],
    );
    const { from, to } = rows[0]!;
    if (from === null || to === null) return;
    yield [from, to];
    after = to;
  }
}
