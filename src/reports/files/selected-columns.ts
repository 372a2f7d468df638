import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { Problem } from '../../http/problems/problem.js';

/** What `columns` is for every column. */
export const ALL_COLUMNS = 'all';

/**
 * Returns the columns that `asked` names, in its order. It is written as the first line of a CSV: a name with a comma is quoted.
 * @throws {Problem} 400 that lists the columns there are
 */
export function selectColumns<Column extends { readonly name: string }>(
  columns: readonly Column[],
  asked: string,
): readonly Column[] {
  if (asked === ALL_COLUMNS) return columns;
  const names = parseNames(asked);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw invalid(`${JSON.stringify(repeated)} is there twice`);
  return names.map((name) => {
    const column = byName.get(name);
    if (column !== undefined) return column;
    const known = columns.map((one) => one.name).join(', ');
    throw invalid(
      `there is no column ${JSON.stringify(name)}; there are ${ALL_COLUMNS}, for every column, or ${known}`,
    );
  });
}

function parseNames(asked: string): string[] {
  try {
    const [names, ...more]: string[][] = parse(asked, { trim: true });
    if (names !== undefined && more.length === 0) return names;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  throw invalid('is no list of names with commas between them; write a name that contains one in double quotes');
}

function invalid(message: string): Problem {
  return new Problem(400, `The request can't be used: columns: ${message}.`, [{ path: 'columns', message }]);
}
