import type { PoolClient } from 'pg';
import type { Reject } from '../staging.js';

/** Rows that were rejected after they were staged, with the first of them. */
export interface RejectedRows {
  readonly count: number;
  readonly example: Reject;
}

/** Makes a field of a CSV: a value with a separator or a quote is quoted, null is empty. */
const field = (value: string) =>
  `coalesce(case when ${value} ~ '[",;|\\t]' then '"' || replace(${value}, '"', '""') || '"' else ${value} end, '')`;

/**
 * Rejects the staged rows of the lines that a query selects, so that they are not merged, and forgets the stores that no other row
 * names. Returns null if there are none. The text of a row is made from `columns`, those of its kind or expressions of them.
 */
export async function rejectStaged(
  client: PoolClient,
  selection: { readonly lines: string; readonly columns: readonly string[]; readonly values?: readonly unknown[] },
  reason: string,
): Promise<RejectedRows | null> {
  const { lines, columns, values = [] } = selection;
  const text = ['origin.external_id', ...columns.map((column) => `(${column})::text`)].map(field).join(` || ',' || `);
  const { rows } = await client.query<Reject & { count: number }>(
    `with rejected as (
        update staged set store_no = null, external_id = null, reason = $1, row = ${text}
        from (select line as of_line, named.external_id from staged left join named using (store_no)) origin
        where of_line = line and line in (${lines})
        returning staged.line, staged.reason, staged.row)
    select line, reason, row, (count(*) over ())::integer as count from rejected order by line limit 1`,
    [reason, ...values],
  );
  if (rows[0] === undefined) return null;
  await client.query('delete from named where not exists (select from staged where staged.store_no = named.store_no)');
  const { count, ...example } = rows[0];
  return { count, example };
}

/** Rejects the staged business hours of some stores. */
export async function rejectHoursOf(
  client: PoolClient,
  storeIds: ReadonlySet<string>,
  reason: string,
): Promise<RejectedRows | null> {
  if (storeIds.size === 0) return null;
  const lines = 'select line from staged join named using (store_no) where named.external_id = any ($2)';
  const columns = ['day_of_week', 'opens', 'closes'];
  return rejectStaged(client, { lines, columns, values: [[...storeIds]] }, reason);
}
