import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { hours, importText, polls, rowsOf, zones } from '../support/data/importing.js';
import { useDatabase } from '../support/system/use-database.js';

const on = useDatabase({ maxConnections: 8, perTest: true });

const count = async (table: string) => (await rowsOf(on.database, `select count(*)::integer from ${table}`))[0]![0];

const stores = async () => (await rowsOf(on.database, 'select external_id from store order by 1')).flat();

describe('an import', () => {
  it('counts its rejected rows by reason, the most frequent first, with an example of each', async () => {
    const imported = await importText(
      on.database,
      polls(
        'a,2023-01-22 12:00:00 UTC,active',
        'b,never,active',
        'c,2023-01-22 12:00:00 UTC,asleep',
        'd,2023-01-22 12:00:00 UTC,"say ""no"""',
        'e,2023-01-22 12:00:00 UTC',
        `${'f'.repeat(300)},2023-01-22 12:00:00 UTC,active`,
        `${'g'.repeat(301)},2023-01-22 12:00:00 UTC,active`,
        `${'h'.repeat(302)},2023-01-22 12:00:00 UTC,active`,
      ),
    );
    expect(imported).toMatchObject({ rowsRead: 8, inserted: 1, rejected: 7 });
    expect(imported.rejectReasons).toEqual([
      {
        reason: 'store_id has ... characters; at most 255 are allowed',
        count: 3,
        example: { line: 7, row: `${'f'.repeat(300)},2023-01-22 12:00:00 UTC,active` },
      },
      {
        reason: 'status "..." is neither active nor inactive',
        count: 2,
        example: { line: 4, row: 'c,2023-01-22 12:00:00 UTC,asleep' },
      },
      {
        reason: 'timestamp_utc "..." is not an instant such as 2023-01-22 12:09:39.388884 UTC',
        count: 1,
        example: { line: 3, row: 'b,never,active' },
      },
      {
        reason: 'the row has ... fields, the header has 3',
        count: 1,
        example: { line: 6, row: 'e,2023-01-22 12:00:00 UTC' },
      },
    ]);
  });

  it('names the columns that it did not read', async () => {
    const { ignoredColumns } = await importText(
      on.database,
      ',store_id,note,timestamp_utc,status\n0,a,late,2023-01-22 12:00:00 UTC,active\n',
    );
    expect(ignoredColumns).toEqual(['column 1', 'note']);
  });

  it('takes ids that a spreadsheet has changed, and warns', async () => {
    const imported = await importText(
      on.database,
      zones('9.20033E+18,UTC', '257000000000000.0,UTC', '4,UTC', '"9,2E+18",UTC', '2E+3,Mars'),
    );
    expect(imported).toMatchObject({ inserted: 4, rejected: 1 });
    expect(imported.warnings).toEqual([
      {
        warning: expect.stringContaining('a number that a spreadsheet has changed'),
        count: 3,
        example: { line: 2, value: '9.20033E+18' },
      },
    ]);
    expect(await stores()).toEqual(['257000000000000.0', '4', '9,2E+18', '9.20033E+18']);
  });
});

describe('rejected rows', () => {
  it('are all counted, and the first 10,000 are kept', async () => {
    const bad = Array.from({ length: 10_500 }, (_, index) => `s${index},2023-01-22 12:00:00 UTC,asleep`);
    const imported = await importText(on.database, polls('a,2023-01-22 12:00:00 UTC,active', ...bad));
    expect(imported).toMatchObject({ status: 'Complete', rowsRead: 10_501, inserted: 1, rejected: 10_500 });
    expect(imported.rejectReasons).toMatchObject([{ count: 10_500 }]);
    expect(await rowsOf(on.database, 'select min(line), max(line), count(*)::integer from import_reject')).toEqual([
      [3, 10_002, 10_000],
    ]);
  });

  it('at the start of a file, 10,000 and no usable one, refuse it', async () => {
    const bad = Array.from({ length: 10_000 }, (_, index) => `s${index},2023-01-22 12:00:00 UTC,asleep`);
    const refused = await importText(on.database, polls(...bad, 'a,2023-01-22 12:00:00 UTC,active'));
    expect(refused).toMatchObject({
      status: 'Failed',
      error:
        'none of the first 10000 rows can be used, so the file was not read on. 10000 times: status "..." is neither ' +
        'active nor inactive. For example line 2: s0,2023-01-22 12:00:00 UTC,asleep',
    });
    expect(await count('import_reject')).toBe(0);
    expect(await stores()).toEqual([]);
    expect(await importText(on.database, polls(...bad.slice(1)))).toMatchObject({ status: 'Complete' });
  });
});

describe('a compressed file', () => {
  it('that unpacks to more than the limit is refused', async () => {
    const bomb = gzipSync(polls('a,2023-01-22 12:00:00 UTC,active\n'.repeat(600_000)));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await importText(on.database, bomb)).toMatchObject({
      status: 'Failed',
      error: 'the file unpacks to more than 16 MB, the most that is read (UPLOAD_LIMIT_MB): split it',
    });
    expect(await count('poll')).toBe(0);
  });
});

describe('business hours with a day 7', () => {
  it('are taken of no store that has one, since its days seem to be counted from 1', async () => {
    const imported = await importText(
      on.database,
      await readFile('test/fixtures/files/days-1-to-7/hours.csv').then(
        (file) => `${file.toString().trimEnd()}\nmonday-only,0,09:00,17:00\n"a,b",7,09:00,17:00\n"a,b",1,09:00,17:00\n`,
      ),
    );
    expect(imported).toMatchObject({ rowsRead: 10, inserted: 1, rejected: 9 });
    expect(imported.rejectReasons).toMatchObject([
      { count: 9, reason: expect.stringContaining('its days seem to be counted from 1') },
    ]);
    expect(await stores()).toEqual(['monday-only']);
    expect(await rowsOf(on.database, 'select line, row from import_reject order by line')).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((day) => [day + 1, `d17,${day},09:00:00,17:00:00`]),
      [8, 'd17,7,09:00,17:00'],
      [10, '"a,b",7,09:00,17:00'],
      [11, '"a,b",1,09:00,17:00'],
    ]);
  });

  it('leave the hours that the store had', async () => {
    await importText(on.database, hours('a,0,09:00,17:00'));
    expect(await importText(on.database, hours('a,1,10:00,18:00', 'a,7,10:00,18:00'))).toMatchObject({
      rejected: 2,
      dataVersion: null,
    });
    expect(await rowsOf(on.database, 'select day_of_week, until_version from business_hours')).toEqual([[0, null]]);
  });
});
