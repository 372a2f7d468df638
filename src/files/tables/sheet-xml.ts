import { DAY, type Instant } from '../../domain/time/instant.js';
import type { Cell, CellType, Table, TableColumn } from './table.js';
import { CELL_STYLES } from './workbook-parts.js';

/** Characters that are written at once. */
const CHUNK = 64 * 1024;

const BEGIN =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">' +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';

/** Yields the XML of a sheet: a header that stays in view, and a cell of the right type for each value. */
export async function* sheetXml({ columns, rows }: Table): AsyncGenerator<Buffer> {
  const letters = columns.map((_, index) => columnLetters(index));
  const header = columns.map(({ name }, c) => textCell(`${letters[c]!}1`, name, CELL_STYLES.header)).join('');
  let xml = `${BEGIN}${columnWidths(columns)}<sheetData><row r="1">${header}</row>`;
  let number = 1;
  for await (const row of rows) {
    number++;
    xml += `<row r="${number}">`;
    for (const [c, cell] of row.entries()) {
      if (cell !== null) xml += cellXml(`${letters[c]!}${number}`, cell, columns[c]!.type);
    }
    xml += '</row>';
    if (xml.length < CHUNK) continue;
    yield Buffer.from(xml);
    xml = '';
  }
  yield Buffer.from(`${xml}</sheetData></worksheet>`);
}

/** A text is never a formula, whatever it begins with: a formula has another element. */
function cellXml(reference: string, cell: NonNullable<Cell>, type: CellType): string {
  if (typeof cell === 'string') return textCell(reference, cell);
  if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (type === 'instant') return `<c r="${reference}" s="${CELL_STYLES.instant}"><v>${serialDate(cell)}</v></c>`;
  if (type === 'hundredths') return `<c r="${reference}" s="${CELL_STYLES.hundredths}"><v>${cell}</v></c>`;
  return `<c r="${reference}"><v>${cell}</v></c>`;
}

function textCell(reference: string, text: string, style?: number): string {
  const styled = style === undefined ? '' : ` s="${style}"`;
  return `<c r="${reference}"${styled} t="inlineStr"><is><t xml:space="preserve">${escapeText(text)}</t></is></c>`;
}

/** The days of Excel's calendar until 1970-01-01. */
const EPOCH_DAYS = 25_569;

function serialDate(instant: Instant): number {
  return instant / DAY + EPOCH_DAYS;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What XML cannot hold is written `_x0001_`, and so is the underscore of a text that has this form already: ECMA-376, ST_Xstring. */
function escapeText(text: string): string {
  if (!/[&<>_\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text)) return text;
  return text
    .toWellFormed()
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)|[\p{Cc}\uFFFE\uFFFF]/gu, (found) => {
      return `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
    })
    .replaceAll(/[&<>]/g, (found) => ENTITIES[found]!);
}

const WIDTHS: Readonly<Record<CellType, number>> = {
  text: 22,
  number: 14,
  hundredths: 14,
  count: 10,
  boolean: 10,
  instant: 20,
};

function columnWidths(columns: readonly TableColumn[]): string {
  const widths = columns.map(({ type }, c) => {
    return `<col min="${c + 1}" max="${c + 1}" width="${WIDTHS[type]}" customWidth="1"/>`;
  });
  return `<cols>${widths.join('')}</cols>`;
}

/** Returns the name of a column of a sheet: A to Z, AA, AB, ... */
function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}
