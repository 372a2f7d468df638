import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from '@jest/globals';
import { readExportedCsv } from '../../../test/support/data/exported-csv.js';
import { readWorkbook } from '../../../test/support/data/read-workbook.js';
import { waitFor } from '../../../test/support/wait-for.js';
import { formatInstant } from '../../domain/time/instant.js';
import { csvFormatter } from '../csv-format.js';
import { csvCells } from './csv-cells.js';
import { parquetFile } from './parquet-file.js';
import type { Cell, CellType, Table, TableColumn } from './table.js';
import { xlsxWorkbook } from './xlsx-workbook.js';

const CELLS: Record<CellType, fc.Arbitrary<Cell>> = {
  text: fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom('=1+2', "'=x", '-7', '@a', ' _x0041_ ', '<&>"', 'a,b', 'ä 漢 🎉', '\u0001\t\n'),
  ),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  hundredths: fc.integer({ min: 0, max: 1e9 }).map((hundredths) => hundredths / 100),
  count: fc.nat(),
  boolean: fc.boolean(),
  instant: fc.integer({ min: 0, max: 9_000_000_000_000_000 }),
};

const TYPES = Object.keys(CELLS) as CellType[];

const tables = fc.array(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 30 }).chain((types) =>
  fc.record({
    columns: fc.constant(types.map((type, column): TableColumn => ({ name: `c${column}`, type }))),
    rows: fc.array(fc.tuple(...types.map((type) => fc.option(CELLS[type], { freq: 4 }))), { maxLength: 20 }),
  }),
);

const tableOf = (columns: readonly TableColumn[], rows: readonly (readonly Cell[])[]): Table => ({
  name: 'stores',
  columns,
  rows: Readable.from(rows),
});

async function fromCsv({ columns, rows }: Table): Promise<unknown[][]> {
  const names = columns.map(({ name }) => name);
  const csv = await buffer(Readable.from(csvCells(columns, rows)).pipe(csvFormatter(names)));
  return readExportedCsv(csv.toString()).slice(1);
}

async function fromParquet(table: Table): Promise<Cell[][]> {
  const bytes = await buffer(Readable.from(parquetFile(table)));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const parsers = {
    timestampFromMicroseconds: Number,
    stringFromBytes: (text: Uint8Array | undefined) =>
      text === undefined ? text : new TextDecoder('utf-8', { ignoreBOM: true }).decode(text),
  };
  const rows = await parquetReadObjects({ file, parsers: parsers });
  return rows.map((row) => table.columns.map(({ name }) => row[name] as Cell));
}

function asInCsv(cell: Cell, type: CellType): string {
  if (cell === null) return '';
  if (type === 'instant') return formatInstant(cell as number);
  return type === 'hundredths' ? (cell as number).toFixed(2) : String(cell);
}

describe('a table', () => {
  it('has the same cells in a CSV, a workbook and a Parquet file', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async ({ columns, rows }) => {
        const expected = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell.toWellFormed() : cell)));
        expect(await fromParquet(tableOf(columns, rows))).toEqual(expected);
        const inCsv = expected.map((row) => row.map((cell, column) => asInCsv(cell, columns[column]!.type)));
        expect(await fromCsv(tableOf(columns, rows))).toEqual(inCsv);
        const sheet = (await readWorkbook(await buffer(xlsxWorkbook([tableOf(columns, rows)])))).get('stores')!.rows;
        const inSheet = expected.map((row) => {
          const cells = row.map((cell, column) =>
            cell !== null && columns[column]!.type === 'instant'
              ? { days: (cell as number) / 86_400e6 + 25_569 }
              : cell,
          );
          return cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1);
        });
        expect(sheet).toEqual([columns.map(({ name }) => name), ...inSheet]);
      }),
      { numRuns: 150 },
    );
  });

  it('without rows is a file with columns', async () => {
    const columns = [{ name: 'a', type: 'text' as const }];
    expect(await fromParquet(tableOf(columns, []))).toEqual([]);
    const workbook = await readWorkbook(await buffer(xlsxWorkbook([tableOf(columns, [])])));
    expect(workbook.get('stores')!.rows).toEqual([['a']]);
  });
});

/** A table without an end, which counts the rows that were read. */
function endless() {
  const seen = { rows: 0, isClosed: false };
  const columns = [{ name: 'a', type: 'text' as const }];

  async function* rows() {
    try {
      for (;;) yield [`row ${seen.rows++} ${Math.random()}`];
    } finally {
      seen.isClosed = true;
    }
  }
  return { seen, table: { name: 'stores', columns, rows: rows() } };
}

const FORMATS: [string, (table: Table) => Readable][] = [
  ['a workbook', (table) => xlsxWorkbook([table])],
  ['a Parquet file', (table) => Readable.from(parquetFile(table))],
  ['a CSV', ({ columns, rows }) => Readable.from(csvCells(columns, rows))],
];

describe('a file of a table', () => {
  it.each(FORMATS)('as %s is made as fast as it is read, and closes the table if nobody reads on', async (_, write) => {
    const { seen, table } = endless();
    const file = write(table);
    await new Promise((resolve) => file.once('readable', resolve));
    file.read();
    await waitFor('the first row', async () => Promise.resolve(seen.rows > 0));
    const readRows = async () => {
      const before = seen.rows;
      await new Promise((resolve) => setImmediate(resolve));
      return before === seen.rows;
    };
    await waitFor('the table to rest', readRows);
    expect(seen.rows).toBeLessThan(200_000);
    file.destroy();
    await waitFor('the table to be closed', async () => Promise.resolve(seen.isClosed));
  });

  it.each(FORMATS.slice(0, 2))('as %s breaks off if the table does', async (_, write) => {
    const broken = { name: 'stores', columns: [{ name: 'a', type: 'text' as const }], rows: failing() };
    await expect(buffer(write(broken))).rejects.toThrow('no more rows');
  });
});

async function* failing() {
  yield ['a'];
  throw new Error('no more rows');
}
