import { Readable, type PassThrough } from 'node:stream';
import { ZipFile } from 'yazl';
import { sheetXml } from './sheet-xml.js';
import type { Table } from './table.js';
import { sheetPath, workbookParts } from './workbook-parts.js';

export const XLSX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The rows that a sheet can have under its header. */
export const MAX_SHEET_ROWS = 1_048_575;

/** The time of a file in a ZIP is local, and none is older than this one. The same tables are the same bytes at any time. */
const NO_DATE = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };

/**
 * Returns a workbook with a sheet for each table. A table is read while its sheet is written, the first one first, and only as
 * fast as the workbook is; if it is not read to its end, the tables are closed.
 */
export function xlsxWorkbook(tables: readonly Table[]): Readable {
  const zip = new ZipFile();
  const workbook = zip.outputStream as PassThrough;
  for (const [path, xml] of workbookParts(tables.map(({ name }) => name))) {
    zip.addBuffer(Buffer.from(xml), path, NO_DATE);
  }
  for (const [index, table] of tables.entries()) {
    zip.addReadStreamLazy(sheetPath(index), NO_DATE, (begin) => {
      const sheet = Readable.from(sheetXml(table));
      sheet.on('error', (error) => workbook.destroy(error));
      workbook.on('close', () => sheet.destroy());
      // Who does not read on may be gone before a sheet begins.
      if (workbook.destroyed) sheet.destroy();
      begin(null, sheet);
    });
  }
  zip.end();
  return workbook;
}
