import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { readExportedCsv } from '../../test/support/data/exported-csv.js';
import { csvFormatter, csvLine } from './csv-format.js';

const format = (rows: readonly (readonly string[])[]) =>
  text(Readable.from(rows).pipe(csvFormatter(['store_id', 'reason'])));

/** Cells that begin like formulas, and any others. */
const cell = fc.oneof(
  fc.tuple(fc.stringMatching(/^'{0,3}[=+\-@\t\r＝＋－＠]?$/), fc.string({ unit: 'grapheme' })).map(([a, b]) => a + b),
  fc.string({ unit: fc.constantFrom('\u0027', '"', ',', '\n', '\r', '=', ' ', 'a') }),
);

describe('a CSV that goes out', () => {
  it('is read back as it was, whatever its cells are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell)), async (rows) => {
        expect(readExportedCsv(await format(rows))).toEqual([['store_id', 'reason'], ...rows]);
      }),
    );
  });

  it('has no cell that a spreadsheet would run', async () => {
    await fc.assert(
      fc.asyncProperty(cell, async (value) => {
        const rows: string[][] = parse(await format([[value, '']]));
        expect(rows[1]![0]).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
      }),
    );
  });

  it.each([
    ['=1+2', "'=1+2"],
    ["'=1+2", "''=1+2"],
    ["''-7", "'''-7"],
    ['-7', "'-7"],
    ['＝1', "'＝1"],
    ["'a", "'a"],
    ["'", "'"],
    ['7', '7'],
  ])('has %s as %s', async (value, written) => {
    expect(await format([[value, '']])).toBe(`store_id,reason\n${written},\n`);
  });

  it('has the same lines where each is formatted by itself', async () => {
    const plain = fc.constantFrom('', '12.50', 'store-1', '-1', '+1', 'a b', ' a', '\uFEFFa');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.oneof(cell, plain), plain)), async (rows) => {
        const lines = [['store_id', 'reason'], ...rows].map(csvLine);
        expect(lines.join('')).toBe(await format(rows));
      }),
    );
  });
});
