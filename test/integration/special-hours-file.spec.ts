import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Import } from '../../src/persistence/imports/import.entity.js';
import { importText, rowsOf } from '../support/data/importing.js';
import { useDatabase } from '../support/system/use-database.js';

const on = useDatabase({ perTest: true });

const HEADER = 'store_id,date,start_time_local,end_time_local,reason\n';

const file = (...rows: string[]) => importText(on.database, HEADER + rows.join('\n') + '\n');

const current = async () =>
  (
    await rowsOf(
      on.database,
      `select external_id, date::text, array_to_string(opens, ' '), array_to_string(closes, ' '), special_hours.reason
       from special_hours join store on key = store_key
       where until_version is null order by external_id, date`,
    )
  ).map((row) => row.join('|'));

const counts = ({ inserted, unchanged, corrected, rejected }: Import) => [inserted, unchanged, corrected, rejected];

describe('a file of special hours', () => {
  let first: Import;

  beforeEach(async () => {
    first = await file('bar,2025-12-25,,,Christmas', 'bar,2025-12-24,10:00,12:00,', 'bar,2025-12-24,1:00 PM,24:00,Eve');
  });

  it('gives the hours of dates: several rows are several intervals, no times are closed', async () => {
    expect(first).toMatchObject({ status: 'Complete', kind: 'special-hours' });
    expect(counts(first)).toEqual([3, 0, 0, 0]);
    expect(await current()).toEqual([
      'bar|2025-12-24|10:00:00 13:00:00|12:00:00 24:00:00|Eve',
      'bar|2025-12-25|||Christmas',
    ]);
  });

  it('replaces what was known of its dates, and nothing else', async () => {
    expect(counts(await file('bar,2025-12-24,closed,closed,'))).toEqual([0, 0, 1, 0]);
    expect(await current()).toEqual(['bar|2025-12-24|||', 'bar|2025-12-25|||Christmas']);
  });

  it('changes nothing where it says what is known, however often', async () => {
    const again = await file('bar,2025-12-25,,,Christmas', 'bar,2025-12-25,,,Christmas');
    expect(counts(again)).toEqual([0, 2, 0, 0]);
    expect(again.dataVersion ?? null).toBeNull();
  });

  it('that says both closed and open of a date has these rows rejected, and the others taken', async () => {
    const imported = await file(
      'pub,2025-12-31,,,',
      'pub,2025-12-31,10:00,12:00,"noon, or so"',
      'bar,2026-01-01,,,',
      'bar,2025-12-25,9:00,10:00,',
      'bar,2025-12-25,,,',
    );
    expect(counts(imported)).toEqual([1, 0, 0, 4]);
    expect(await rowsOf(on.database, 'select line, reason, row from import_reject order by line limit 2')).toEqual([
      [2, 'the file says both closed and open of the store on this date; neither was taken', 'pub,2025-12-31,,,'],
      [3, expect.any(String), 'pub,2025-12-31,10:00:00,12:00:00,"noon, or so"'],
    ]);
    expect(await current()).toContain('bar|2025-12-25|||Christmas');
    // No other row names it, so it is no store.
    expect(await rowsOf(on.database, `select from store where external_id = 'pub'`)).toEqual([]);
  });

  it.each([
    ['bar,2025-02-30,,,', 'date "2025-02-30" is not a date such as 2024-03-11'],
    ['bar,25.12.2025,,,', 'date "25.12.2025" is not a date such as 2024-03-11'],
    ['bar,2025-12-26,10:00,30:00,', 'end_time_local "30:00" is not a time of day from 00:00 to 24:00'],
    ['bar,2025-12-26,10:00,,', 'end_time_local "" is not a time of day from 00:00 to 24:00'],
    [`bar,2025-12-26,,,${'x'.repeat(501)}`, 'reason has more than 500 characters'],
    [',2025-12-26,,,', expect.stringMatching(/^store_id /)],
  ])('has the row %s rejected, with why', async (row, reason) => {
    expect(counts(await file(row))).toEqual([0, 0, 0, 1]);
    expect(await rowsOf(on.database, 'select reason from import_reject')).toEqual([[reason]]);
  });
});
