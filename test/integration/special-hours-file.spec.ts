import { beforeEach, describe, expect, it } from '@jest/globals';
import { StoreWriteRepository } from '../../src/persistence/stores/store-write.repository.js';
import type { Import } from '../../src/persistence/imports/import.entity.js';
import { BY_TEST, importHashedText, importText, rowsOf, zones } from '../support/data/importing.js';
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
    [',2025-12-26,,,', 'the row has neither a store_id nor a group'],
  ])('has the row %s rejected, with why', async (row, reason) => {
    expect(counts(await file(row))).toEqual([0, 0, 0, 1]);
    expect(await rowsOf(on.database, 'select reason from import_reject')).toEqual([[reason]]);
  });
});

const ofGroups = (...rows: string[]) =>
  importText(on.database, `store_id,group,${HEADER.slice('store_id,'.length)}${rows.join('\n')}\n`);

const currentOfGroups = async () =>
  (
    await rowsOf(
      on.database,
      `select group_kind, group_value, date::text, array_to_string(opens, ' '), array_to_string(closes, ' '), reason
       from group_special_hours where until_version is null order by 1, 2, 3`,
    )
  ).map((row) => row.join('|'));

const reasons = async () =>
  (await rowsOf(on.database, 'select line, reason, row from import_reject order by line')).map((row) => row.join(': '));

describe('a file of special hours of groups', () => {
  let first: Import;

  beforeEach(async () => {
    await importText(on.database, zones('bar,UTC'));
    await new StoreWriteRepository(on.database).change('bar', { groups: { region: 'west', brand: 'x' } }, BY_TEST);
    first = await ofGroups(
      ',Region:west,2025-12-25,,,Christmas',
      ',region:west,2025-12-24,13:00,24:00,',
      'bar,,2025-12-24,10:00,12:00,Eve',
      ',region:west,2025-12-24,10:00,12:00,',
      ',brand:x,2025-12-24,closed,closed,Stocktaking',
    );
  });

  it('has dates of stores and of groups, in one data version', async () => {
    expect(first).toMatchObject({ status: 'Complete', kind: 'special-hours' });
    expect(counts(first)).toEqual([5, 0, 0, 0]);
    expect(await current()).toEqual(['bar|2025-12-24|10:00:00|12:00:00|Eve']);
    expect(await currentOfGroups()).toEqual([
      'brand|x|2025-12-24|||Stocktaking',
      'region|west|2025-12-24|10:00:00 13:00:00|12:00:00 24:00:00|',
      'region|west|2025-12-25|||Christmas',
    ]);
    expect(await rowsOf(on.database, `select since_version from group_special_hours group by 1`)).toEqual([
      [first.dataVersion],
    ]);
  });

  it('changes nothing where it says what is known, and else replaces what was known of its dates', async () => {
    const again = await ofGroups(',brand:x,2025-12-24,,,Stocktaking', ',region:west,2025-12-25,,,Christmas');
    expect(counts(again)).toEqual([0, 2, 0, 0]);
    expect(again.dataVersion ?? null).toBeNull();
    const corrected = await ofGroups(',brand:x,2025-12-24,,,', ',brand:x,2025-12-24,,,', 'bar,,2025-12-24,,,');
    expect(counts(corrected)).toEqual([0, 1, 2, 0]);
    expect((await currentOfGroups())[0]).toBe('brand|x|2025-12-24|||');
    expect(await current()).toEqual(['bar|2025-12-24|||']);
  });

  it('needs no column for stores', async () => {
    const text = 'date,group,start_time_local,end_time_local\n2026-01-01,region:west,,\n';
    expect(counts(await importText(on.database, text))).toEqual([1, 0, 0, 0]);
    expect(await currentOfGroups()).toContain('region|west|2026-01-01|||');
  });

  it('has rows rejected that contradict each other, that name both or neither, or an unknown group', async () => {
    const imported = await ofGroups(
      ',region:west,2025-12-25,,,',
      ',region:west,2025-12-25,10:00,12:00,"noon, or so"',
      'bar,,2025-12-25,10:00,12:00,',
      ',brand:x,2025-12-25,,,',
      'bar,region:west,2025-12-26,,,',
      ',,2025-12-26,,,',
      ',west,2025-12-26,,,',
      ',region:mars,2025-12-26,,,',
    );
    expect(counts(imported)).toEqual([2, 0, 0, 6]);
    const contradiction = 'the file says both closed and open of the group on this date; neither was taken';
    expect(await reasons()).toEqual([
      `2: ${contradiction}: ,region:west,2025-12-25,,,`,
      `3: ${contradiction}: ,region:west,2025-12-25,10:00:00,12:00:00,"noon, or so"`,
      '6: the row has both a store_id and a group: bar,region:west,2025-12-26,,,',
      '7: the row has neither a store_id nor a group: ,,2025-12-26,,,',
      '8: group "west" is not kind:value, such as region:west: ,west,2025-12-26,,,',
      '9: no store is in this group: ,region:mars,2025-12-26,,,',
    ]);
    expect(await currentOfGroups()).toContain('region|west|2025-12-25|||Christmas');
  });

  it('that named an unknown group is read again once a store is in it', async () => {
    const text = 'group,date,start_time_local,end_time_local\nregion:mars,2026-01-01,,\nregion:west,2026-01-01,,\n';
    expect(counts(await importHashedText(on.database, text))).toEqual([1, 0, 0, 1]);
    await new StoreWriteRepository(on.database).change('bar', { groups: { region: 'mars' } }, BY_TEST);
    expect(counts(await importHashedText(on.database, text))).toEqual([1, 0, 0, 1]);
    expect(await currentOfGroups()).toContain('region|mars|2026-01-01|||');
  });
});
