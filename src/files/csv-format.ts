import { stringify, type Stringifier } from 'csv-stringify';

/** What a spreadsheet would run as a formula, after any number of apostrophes. The last four are full-width = + - @. */
const FORMULA = /^'*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * Formats the rows of every CSV that is sent or written. Rows end in LF. A cell that a spreadsheet would run as a formula
 * gets an apostrophe, and so does one that already has some before the formula: taking one off is always right (rule 14).
 */
export function csvFormatter(columns: string[]): Stringifier {
  return stringify({ header: true, columns, cast: { string: escapeFormula } });
}

function escapeFormula(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}
