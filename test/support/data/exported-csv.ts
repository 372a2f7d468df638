import { parse } from 'csv-parse/sync';

/** Reads a CSV that Storelight wrote, as rule 14 says: one apostrophe comes off what a spreadsheet would run as a formula. */
export function readExportedCsv(csv: string): string[][] {
  const rows: string[][] = parse(csv);
  return rows.map((row) => row.map((cell) => (/^'+[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell)));
}
