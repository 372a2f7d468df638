import yauzl from 'yauzl';
import { buffer } from 'node:stream/consumers';

/** A cell as Excel understands it: a date is its serial number of days, marked by its style. */
export type SheetCell = string | number | boolean | null | { readonly days: number };

export interface ReadSheet {
  readonly xml: string;
  /** The rows with the header. */
  readonly rows: readonly (readonly SheetCell[])[];
}

/** Reads an XLSX file by the rules of ECMA-376, and knows nothing of the code that wrote it. */
export async function readWorkbook(bytes: Buffer): Promise<Map<string, ReadSheet>> {
  const parts = await unzip(bytes);
  const part = (path: string) => parts.get(path)!.toString();
  const targets = new Map(
    elements(part('xl/_rels/workbook.xml.rels'), 'Relationship').map(({ attributes }) => [
      attributes.Id!,
      attributes.Target!,
    ]),
  );
  const dateStyles = stylesOfDates(part('xl/styles.xml'));
  return new Map(
    elements(part('xl/workbook.xml'), 'sheet').map(({ attributes }) => {
      const xml = part(`xl/${targets.get(attributes['r:id']!)!}`);
      return [attributes.name!, { xml, rows: readRows(xml, dateStyles) }];
    }),
  );
}

async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await yauzl.fromBufferPromise(bytes);
  const parts = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    parts.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return parts;
}

function readRows(xml: string, dateStyles: ReadonlySet<string>): SheetCell[][] {
  return elements(xml, 'row').map(({ content }) => {
    const row: SheetCell[] = [];
    for (const { attributes, content: cell } of elements(content, 'c')) {
      row[columnOf(attributes.r!)] = readCell(attributes, cell, dateStyles);
    }
    return Array.from(row, (cell) => cell ?? null);
  });
}

function readCell({ t, s }: Record<string, string>, content: string, dateStyles: ReadonlySet<string>): SheetCell {
  if (t === 'inlineStr') return unescapeText(elements(content, 't')[0]!.content);
  const value = elements(content, 'v')[0]!.content;
  if (t === 'b') return value === '1';
  if (t !== undefined) throw new Error(`a cell of type ${t}`);
  return dateStyles.has(s ?? '0') ? { days: Number(value) } : Number(value);
}

function stylesOfDates(styles: string): Set<string> {
  const dates = elements(styles, 'numFmt').filter(({ attributes }) => /y.*m.*d/.test(attributes.formatCode!));
  const ids = dates.map(({ attributes }) => attributes.numFmtId);
  const formats = elements(elements(styles, 'cellXfs')[0]!.content, 'xf').map(({ attributes }) => attributes.numFmtId);
  return new Set([...formats.entries()].filter(([, id]) => ids.includes(id)).map(([index]) => String(index)));
}

interface XmlElement {
  readonly attributes: Record<string, string>;
  readonly content: string;
}

/** The elements of a name, which do not contain each other. */
function elements(xml: string, name: string): XmlElement[] {
  const found = xml.matchAll(new RegExp(`<${name}((?: [^<>]*?)?)(?:/>|>(.*?)</${name}>)`, 'gs'));
  return [...found].map(([, attributes = '', content = '']) => ({
    attributes: Object.fromEntries(
      [...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, text]) => [key!, text!]),
    ),
    content,
  }));
}

function columnOf(reference: string): number {
  const letters = /^[A-Z]+/.exec(reference)![0];
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function unescapeText(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
