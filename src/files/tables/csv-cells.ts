import { formatInstant } from '../../domain/time/instant.js';
import type { Cell, CellType, TableColumn } from './table.js';

/** Yields rows for `csvFormatter`. Numbers stay numbers: a negative one is no formula. */
export async function* csvCells(
  columns: readonly TableColumn[],
  rows: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<(string | number)[]> {
  const types = columns.map(({ type }) => type);
  for await (const row of rows) yield row.map((cell, column) => csvCell(cell, types[column]!));
}

function csvCell(cell: Cell, type: CellType): string | number {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return String(cell);
  if (typeof cell === 'string') return cell;
  if (type === 'instant') return formatInstant(cell);
  return type === 'hundredths' ? cell.toFixed(2) : cell;
}
