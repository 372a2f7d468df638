import type { Cell, Table, TableColumn } from '../../files/tables/table.js';
import type { StoreOutage } from '../../persistence/reports/rows/report-outage.repository.js';
import { SECOND } from '../../domain/time/instant.js';

const COLUMNS: readonly TableColumn[] = [
  { name: 'store_id', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'from', type: 'instant' },
  { name: 'to', type: 'instant' },
  { name: 'open_seconds', type: 'number' },
  { name: 'ongoing', type: 'boolean' },
  { name: 'may_have_begun_before', type: 'boolean' },
  { name: 'reason', type: 'text' },
];

/** An outage with the name of its store. */
export interface NamedOutage extends StoreOutage {
  readonly name: string | null;
}

/** Returns the table of some outages. */
export function outageTable(outages: AsyncIterable<NamedOutage>): Table {
  return { name: 'outages', columns: COLUMNS, rows: rowsOf(outages) };
}

async function* rowsOf(outages: AsyncIterable<NamedOutage>): AsyncGenerator<Cell[]> {
  for await (const { storeId, name, from, to, open, ongoing, mayHaveBegunBefore, reason } of outages) {
    yield [storeId, name, from, to, open / SECOND, ongoing, mayHaveBegunBefore, reason];
  }
}
