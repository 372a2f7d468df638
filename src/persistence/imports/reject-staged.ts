import type { PoolClient } from 'pg';
import type { Reject } from './staging.js';

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
 * names. Returns null if there are none. The text of a row is made from `columns`, those of its kind.
 */
async function rejectStaged(
  client: PoolClient,
  selection: { readonly lines: string; readonly columns: readonly string[]; readonly values?: readonly unknown[] },
  reason: string,
): Promise<RejectedRows | null> {
  const { lines, columns, values = [] } = selection;
  const text = ['named.external_id', ...columns.map((column) => `staged.${column}::text`)]
    .map(field)
    .join(` || ',' || `);
  const { rows } = await client.query<Reject & { count: number }>(
    `with rejected as (
        update staged set store_no = null, external_id = null, reason = $1, row = ${text}
        from named
        where named.store_no = staged.store_no and staged.line in (${lines})
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

/** The reason for all rows of a date that is closed by one row and open by another. */
const CONTRADICTION = 'the file says both closed and open of the store on this date; neither was taken';

/** Rejects the staged special hours of dates that the file calls both closed and open. */
export async function rejectContradictions(client: PoolClient): Promise<RejectedRows | null> {
  const lines = `
    select unnest(array_agg(line)) from staged join named using (store_no)
    group by named.external_id, date
    having bool_or(opens is null) and bool_or(opens is not null)`;
  return rejectStaged(client, { lines, columns: ['date', 'opens', 'closes', 'why'] }, CONTRADICTION);
}
