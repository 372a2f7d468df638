import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Import } from '../../src/persistence/imports/import.entity.js';
import { StoreWriteRepository } from '../../src/persistence/stores/store-write.repository.js';
import { BY_TEST, importText, rowsOf, zones } from '../support/data/importing.js';
import { useDatabase } from '../support/system/use-database.js';

const on = useDatabase({ perTest: true });

const HEADER = 'store_id,group,from,until,kind,reason\n';

const file = (...rows: string[]) => importText(on.database, HEADER + rows.join('\n') + '\n');

const current = async () =>
  (
    await rowsOf(
      on.database,
      `select coalesce(external_id, group_kind || ':' || group_value), kind,
         to_char(coalesce(starts_at, starts_local), 'DD HH24:MI') || case when starts_at is null then ' local' else '' end,
         to_char(coalesce(ends_at, ends_local), 'DD HH24:MI') || case when ends_at is null then ' local' else '' end, reason
       from closure left join store on key = store_key
       where until_version is null order by 1, 2, 3`,
    )
  ).map((row) => (row as (string | null)[]).map((value) => value ?? '').join('|'));

const counts = ({ inserted, unchanged, corrected, rejected }: Import) => [inserted, unchanged, corrected, rejected];

const reasons = async () =>
  (await rowsOf(on.database, 'select line, reason from import_reject order by line')).map((row) => row.join(': '));

const EXCUSED = 'bar,,2025-12-24 12:30 UTC,2025-12-24T15:00:00Z,excused,The platform was down';
const CLOSED = ',region:west,2025-12-24 18:00,,Closed,';

describe('a file of closures', () => {
  let first: Import;

  beforeEach(async () => {
    await importText(on.database, zones('bar,UTC'));
    await new StoreWriteRepository(on.database).change('bar', { groups: { region: 'west' } }, BY_TEST);
    first = await file(EXCUSED, CLOSED);
  });

  it('has closures of stores and groups, at instants or on their clocks, open-ended or not', async () => {
    expect(first).toMatchObject({ status: 'Complete', kind: 'closures' });
    expect(counts(first)).toEqual([2, 0, 0, 0]);
    expect(await current()).toEqual([
      'bar|excused|24 12:30|24 15:00|The platform was down',
      'region:west|closed|24 18:00 local||',
    ]);
  });

  it('changes nothing where it says what is known, however often', async () => {
    const again = await file(EXCUSED, CLOSED, CLOSED, EXCUSED.replace('The platform was down', ''));
    expect(counts(again)).toEqual([0, 4, 0, 0]);
    expect(again.dataVersion ?? null).toBeNull();
  });

  it('replaces the end and the reason of one that begins at the same time', async () => {
    const [[closureId]] = (await rowsOf(on.database, `select closure_id from closure where kind = 'excused'`)) as [
      [string],
    ];
    const corrected = await file('bar,,2025-12-24 12:30 UTC,2025-12-24 16:00 UTC,excused,The network');
    expect(counts(corrected)).toEqual([0, 0, 1, 0]);
    expect((await current())[0]).toBe('bar|excused|24 12:30|24 16:00|The network');
    expect(
      await rowsOf(on.database, `select closure_id from closure where kind = 'excused' and until_version is null`),
    ).toEqual([[closureId]]);
  });

  it('needs no column for stores, and names those that no other file does', async () => {
    const ofGroups = await importText(
      on.database,
      'group,from,until,kind\nregion:west,2026-01-01 UTC,,excused\nregion:west,2026-01-01 00:00 UTC,,excused\n',
    );
    expect(counts(ofGroups)).toEqual([1, 0, 0, 1]);
    const ofStores = await importText(on.database, 'store_id,from,until,kind\npub,2026-01-01 00:00 UTC,,excused\n');
    expect(counts(ofStores)).toEqual([1, 0, 0, 0]);
    expect(await rowsOf(on.database, `select external_id from store order by 1`)).toEqual([['bar'], ['pub']]);
  });

  it('has rows that overlap each other rejected, and the others taken', async () => {
    const imported = await file(
      'pub,,2026-01-01 10:00 UTC,2026-01-01 12:00 UTC,excused,',
      'pub,,2026-01-01 11:59 UTC,,excused,"noon, or so"',
      'pub,,2026-01-01 12:00 UTC,2026-01-01 13:00 UTC,closed,',
      'inn,,2026-01-01 10:00 UTC,2026-01-01 12:00 UTC,excused,',
    );
    expect(counts(imported)).toEqual([2, 0, 0, 2]);
    const reason =
      'another row of the file has a closure of the same kind that overlaps it, for the same stores; neither was taken';
    expect(await reasons()).toEqual([`2: ${reason}`, `3: ${reason}`]);
    expect(await rowsOf(on.database, 'select row from import_reject where line = 3')).toEqual([
      ['pub,,2026-01-01 11:59:00+00,,excused,"noon, or so"'],
    ]);
  });

  it('has a row rejected that overlaps a known closure, unless the file moves that one out of the way', async () => {
    const late = 'bar,,2025-12-24 14:00 UTC,,excused,';
    const reason = '2: it overlaps a known closure of the same kind, for the same stores: GET /closures has that one';
    expect(counts(await file(late))).toEqual([0, 0, 0, 1]);
    expect(await reasons()).toEqual([reason]);
    expect(counts(await file(late, 'bar,,2025-12-24 12:30 UTC,2025-12-24 14:00 UTC,excused,'))).toEqual([1, 0, 1, 0]);
  });

  it.each([
    ['bar,,2025-12-26 10:00 UTC,2025-12-26 09:00 UTC,excused,', 'until "2025-12-26 09:00 UTC" is not after from'],
    ['bar,,2025-12-26 10:00,2025-12-26 10:00,excused,', 'until "2025-12-26 10:00" is not after from'],
    [',region:mars,2025-12-26 10:00 UTC,,excused,', 'no store is in this group'],
    ['bar,region:west,2025-12-26 10:00 UTC,,excused,', 'the row has both a store_id and a group'],
    [',,2025-12-26 10:00 UTC,,excused,', 'the row has neither a store_id nor a group'],
    [',west,2025-12-26 10:00 UTC,,excused,', 'group "west" is not kind:value, such as region:west'],
    ['bar,,noon,,excused,', expect.stringMatching(/^from "noon" is not an instant such as 2024-03-04 12:30 UTC/)],
    ['bar,,2025-12-26 10:00 UTC,,holiday,', 'kind "holiday" is neither closed nor excused'],
    [`bar,,2025-12-26 10:00 UTC,,excused,${'x'.repeat(501)}`, 'reason has more than 500 characters'],
  ])('has the row %s rejected, with why', async (row, reason) => {
    expect(counts(await file(row))).toEqual([0, 0, 0, 1]);
    expect(await rowsOf(on.database, 'select reason from import_reject')).toEqual([[reason]]);
  });
});
