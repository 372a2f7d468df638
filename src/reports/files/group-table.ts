import type { Cell, CellType, Table, TableColumn } from '../../files/tables/table.js';
import { FIGURE_COLUMNS, type GroupSummaryDto } from '../summary/group-summary.dto.js';

const COUNTS: ReadonlySet<string> = new Set([
  'stores',
  'stores_failed',
  'down_now',
  'unobserved_now',
  'outages',
  'outages_ended',
  'met',
  'missed',
]);

const typeOf = (name: string): CellType => (COUNTS.has(name) ? 'count' : 'number');

const COLUMNS: readonly TableColumn[] = [
  { name: 'kind', type: 'text' },
  { name: 'value', type: 'text' },
  { name: 'window', type: 'text' },
  ...Object.keys(FIGURE_COLUMNS).map((name) => ({ name, type: typeOf(name) })),
];

/** Returns the table of the groups of some summaries, without their fleets. A value of null: the stores that have none. */
export function groupTable(summaries: readonly GroupSummaryDto[]): Table {
  return { name: 'groups', columns: COLUMNS, rows: rowsOf(summaries) };
}

async function* rowsOf(summaries: readonly GroupSummaryDto[]): AsyncGenerator<Cell[]> {
  for (const { by, window, groups } of summaries) {
    for (const group of groups) {
      yield [by, group.value, window.name, ...Object.values(FIGURE_COLUMNS).map((field) => group[field])];
    }
  }
}
