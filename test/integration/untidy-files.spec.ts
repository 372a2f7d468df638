import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { parseInstant, type Instant } from '../../src/domain/time/instant.js';
import { importText, rowsOf } from '../support/data/importing.js';
import { useDatabase } from '../support/system/use-database.js';

const on = useDatabase({ maxConnections: 8, perTest: true });

const NOW = parseInstant('2026-11-25T00:00:00Z', 'required') as Instant;

const importFixture = async (name: string) =>
  importText(on.database, await readFile(`test/fixtures/files/${name}`), undefined, NOW);

const stores = async () => (await rowsOf(on.database, 'select external_id from store order by 1')).flat();

const rejects = () => rowsOf(on.database, 'select line, reason from import_reject order by line');

describe('a file of a spreadsheet or a data frame', () => {
  it.each([
    ['with a comma at the end of each line', 'trailing-comma.csv', 'f6'],
    ['with a comma at the end of each row but not of the header', 'trailing-comma-rows.csv', 'f7'],
    ['separated by semicolons', 'semicolon.csv', 'f1'],
    ['with its separator in the first line', 'sep-line.csv', 'f2'],
    ['in UTF-16', 'utf16.csv', 'f3'],
    ['with an index column without a name', 'index-col.csv', 'f12'],
    ['with further columns', 'extra-cols.csv', 'f13'],
  ])('%s is imported', async (_what, name, storeId) => {
    expect(await importFixture(`excel-and-pandas-files/${name}`)).toMatchObject({
      status: 'Complete',
      kind: 'polls',
      rowsRead: 1,
      inserted: 1,
      rejected: 0,
    });
    expect(await stores()).toEqual([storeId]);
  });
});

describe('a stray quote', () => {
  it('that is closed in a later line rejects only the line in which it stands', async () => {
    expect(await importFixture('unclosed-quote-swallows-rows/polls.csv')).toMatchObject({ rowsRead: 6, rejected: 1 });
    expect(await stores()).toEqual(['q1', 'q3', 'q4', 'q5', 'q6']);
    expect(await rejects()).toEqual([[3, expect.stringContaining('a quoted field begins here')]]);
  });

  it('before the id of a time zone leaves the next line to be read', async () => {
    expect(await importFixture('unclosed-quote-swallows-rows/zones.csv')).toMatchObject({ rowsRead: 3, rejected: 1 });
    expect(await stores()).toEqual(['o2', 'o3']);
  });

  it('within a quoted field rejects the row', async () => {
    expect(await importFixture('unclosed-quote-swallows-rows/inner-quote.csv')).toMatchObject({ rejected: 1 });
    expect(await stores()).toEqual(['ok1']);
    expect(await rejects()).toEqual([[2, 'something follows the closing quote of a field']]);
  });
});

describe('blanks around a quoted field', () => {
  it('are dropped, and other text after it rejects the row', async () => {
    expect(await importFixture('quoted-field-then-blank/polls.csv')).toMatchObject({ inserted: 1, rejected: 1 });
    expect(await stores()).toEqual(['f22']);
  });

  it('are dropped in the header, too', async () => {
    expect(await importFixture('quoted-field-then-blank/blank-before-quote.csv')).toMatchObject({ inserted: 1 });
    expect(await stores()).toEqual(['f8']);
  });
});
