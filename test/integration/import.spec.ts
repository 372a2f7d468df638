import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ImportRepository } from '../../src/persistence/imports/import.repository.js';
import { useDatabase } from '../support/system/use-database.js';
import { hours, importText, NOW, polls, rowsOf, zones } from '../support/data/importing.js';
import { waitFor } from '../support/wait-for.js';

const on = useDatabase({ maxConnections: 8, perTest: true });

const currentPolls = () =>
  rowsOf(
    on.database,
    `select external_id, at::text, active from poll join store on key = store_key
     where until_version is null order by external_id, at`,
  );

const newestVersion = async () => (await rowsOf(on.database, 'select max(version) from data_version'))[0]![0];

describe('importing polls', () => {
  it('is one data version, with the newest poll that "latest" means', async () => {
    const imported = await importText(
      on.database,
      polls('a,2023-01-22 12:09:39.388884 UTC,active', 'b,2023-01-23 08:00:00 UTC,inactive'),
    );
    expect(imported).toMatchObject({
      status: 'Complete',
      kind: 'polls',
      rowsRead: 2,
      inserted: 2,
      unchanged: 0,
      corrected: 0,
      rejected: 0,
      dataVersion: 1,
      error: null,
    });
    expect(await currentPolls()).toEqual([
      ['a', '2023-01-22 12:09:39.388884+00', true],
      ['b', '2023-01-23 08:00:00+00', false],
    ]);
    expect(await rowsOf(on.database, 'select version, newest_poll_at::text from data_version')).toEqual([
      [1, '2023-01-23 08:00:00+00'],
    ]);
  });

  it('twice changes nothing and creates no data version', async () => {
    const text = polls('a,2023-01-22 12:00:00 UTC,active', 'a,2023-01-22 13:00:00 UTC,inactive');
    await importText(on.database, text);
    const before = await rowsOf(on.database, 'select * from poll order by at');
    expect(await importText(on.database, text)).toMatchObject({
      inserted: 0,
      unchanged: 2,
      corrected: 0,
      dataVersion: null,
    });
    expect(await rowsOf(on.database, 'select * from poll order by at')).toEqual(before);
    expect(await newestVersion()).toBe(1);
  });

  it('keeps the corrected poll for earlier versions', async () => {
    await importText(on.database, polls('a,2023-01-22 12:00:00 UTC,active'));
    expect(await importText(on.database, polls('a,2023-01-22 12:00:00 UTC,inactive'))).toMatchObject({
      inserted: 0,
      corrected: 1,
      dataVersion: 2,
    });
    expect(
      await rowsOf(on.database, 'select active, since_version, until_version from poll order by since_version'),
    ).toEqual([
      [true, 1, 2],
      [false, 2, null],
    ]);
  });

  it('keeps the last of several rows for one instant, each counted as if imported alone', async () => {
    const imported = await importText(
      on.database,
      polls(
        'a,2023-01-22 12:00:00 UTC,active',
        'a,2023-01-22 12:00:00 UTC,active',
        'a,2023-01-22 12:00:00.000 UTC,inactive',
      ),
    );
    expect(imported).toMatchObject({ rowsRead: 3, inserted: 1, unchanged: 1, corrected: 1 });
    expect(await currentPolls()).toEqual([['a', '2023-01-22 12:00:00+00', false]]);
  });

  it('creates a partition for each month when its data comes', async () => {
    await importText(
      on.database,
      polls(
        'a,2022-12-31 23:59:59.999999 UTC,active',
        'a,2023-01-01 00:00:00 UTC,active',
        'a,1999-05-05 05:05 UTC,active',
      ),
    );
    expect(
      await rowsOf(on.database, 'select tableoid::regclass::text, count(*)::integer from poll group by 1 order by 1'),
    ).toEqual([
      ['poll_1999_05', 1],
      ['poll_2022_12', 1],
      ['poll_2023_01', 1],
    ]);
  });

  it('merges the valid rows and keeps the others with line and reason', async () => {
    const imported = await importText(
      on.database,
      polls('a,2023-01-22 12:00:00 UTC,active', 'b,never,active', 'c,2023-01-22 12:00:00 UTC,"may\tbe\\"'),
    );
    expect(imported).toMatchObject({ status: 'Complete', rowsRead: 3, inserted: 1, rejected: 2 });
    expect(await rowsOf(on.database, 'select line, reason, row from import_reject order by line')).toEqual([
      [3, expect.stringContaining('"never" is not an instant'), 'b,never,active'],
      [4, 'status "may\\tbe\\\\" is neither active nor inactive', 'c,2023-01-22 12:00:00 UTC,may\tbe\\'],
    ]);
    expect(await rowsOf(on.database, 'select external_id from store')).toEqual([['a']]);
  });

  it('keeps printable ids as they are', async () => {
    const ids = ['007', ' a b ', 'a,b', 'say "hi"', '=1+2', 'back\\slash', '9223372036854775807'];
    await importText(
      on.database,
      polls(...ids.map((id) => `"${id.replaceAll('"', '""')}",2023-01-22 12:00:00 UTC,active`)),
    );
    const stored = (await rowsOf(on.database, 'select external_id from store')).flat();
    expect(stored.sort()).toEqual(ids.sort());
  });

  it('records its kind and progress', async () => {
    const imports = new ImportRepository(on.database);
    const importId = randomUUID();
    await imports.begin({ importId, fileName: 'a.csv', source: 'upload', bytes: 100, startedAt: NOW });
    await imports.recordProgress(importId, { kind: 'polls', bytesRead: 60, rowsRead: 2 });
    const progress = { kind: 'polls', bytesRead: 60, rowsRead: 2 } as const;
    expect(await imports.find(importId)).toMatchObject({ status: 'Running', ...progress });
    await imports.fail(importId, 'the disk is gone', NOW);
    await imports.recordProgress(importId, { ...progress, rowsRead: 3 });
    expect(await imports.find(importId)).toMatchObject({ status: 'Failed', ...progress });
  });

  it('of only a header is complete and changes nothing', async () => {
    expect(await importText(on.database, polls())).toMatchObject({
      status: 'Complete',
      rowsRead: 0,
      dataVersion: null,
    });
  });
});

describe('importing business hours', () => {
  const currentHours = () =>
    rowsOf(
      on.database,
      `select external_id, day_of_week, opens::text, closes::text from business_hours join store on key = store_key
       where until_version is null order by 1, 2, 3`,
    );

  it('replaces the hours of the stores that the file names, and of no others', async () => {
    await importText(on.database, hours('a,0,09:00,12:00', 'a,0,13:00,17:00', 'b,1,08:00,23:59:59'));
    const again = await importText(on.database, hours('a,0,09:00,12:00', 'a,2,10:00,24:00'));
    expect(again).toMatchObject({ inserted: 0, unchanged: 1, corrected: 1, dataVersion: 2 });
    expect(await currentHours()).toEqual([
      ['a', 0, '09:00:00', '12:00:00'],
      ['a', 2, '10:00:00', '24:00:00'],
      ['b', 1, '08:00:00', '23:59:59'],
    ]);
  });

  it('twice changes nothing, and a row that repeats counts once', async () => {
    const text = hours('a,0,09:00,12:00', 'a,0,09:00:00,12:00');
    expect(await importText(on.database, text)).toMatchObject({ inserted: 1, unchanged: 1 });
    expect(await importText(on.database, text)).toMatchObject({ inserted: 0, unchanged: 2, dataVersion: null });
    expect(await newestVersion()).toBe(1);
  });

  it('of fewer rows than before is a change, too', async () => {
    await importText(on.database, hours('a,0,09:00,12:00', 'a,1,09:00,12:00'));
    expect(await importText(on.database, hours('a,0,09:00,12:00'))).toMatchObject({ unchanged: 1, dataVersion: 2 });
    expect(await currentHours()).toEqual([['a', 0, '09:00:00', '12:00:00']]);
  });

  it('does not touch a store without a valid row', async () => {
    await importText(on.database, hours('a,0,09:00,12:00'));
    expect(await importText(on.database, hours('a,9,10:00,12:00'))).toMatchObject({ rejected: 1, dataVersion: null });
    expect(await currentHours()).toEqual([['a', 0, '09:00:00', '12:00:00']]);
  });
});

describe('importing time zones', () => {
  it('keeps the last zone of a store and the one it replaced', async () => {
    await importText(on.database, zones('a,UTC', 'b,Asia/Beirut'));
    expect(await importText(on.database, zones('a,Asia/Tokyo', 'a,Asia/Kathmandu', 'b,Asia/Beirut'))).toMatchObject({
      inserted: 0,
      unchanged: 1,
      corrected: 2,
    });
    expect(
      await rowsOf(
        on.database,
        `select external_id, time_zone, zone.since_version, until_version from store_time_zone zone join store on key = store_key
         order by 1, 3`,
      ),
    ).toEqual([
      ['a', 'UTC', 1, 2],
      ['a', 'Asia/Kathmandu', 2, null],
      ['b', 'Asia/Beirut', 1, null],
    ]);
  });
});

describe('a stray quote', () => {
  it('rejects its own line and no other', async () => {
    const text = polls(
      '"a,2023-01-22 12:00:00 UTC,active',
      'b,2023-01-22 12:00:00 UTC,active',
      'c,2023-01-22 12:00:00 UTC,"active"',
      'd,2023-01-22 12:00:00 UTC,"active',
      'e,2023-01-22 12:00:00 UTC,active',
    );
    expect(await importText(on.database, text)).toMatchObject({
      status: 'Complete',
      rowsRead: 5,
      inserted: 3,
      rejected: 2,
    });
    expect((await currentPolls()).map(([storeId]) => storeId)).toEqual(['b', 'c', 'e']);
    expect(await rowsOf(on.database, 'select line, row from import_reject order by line')).toEqual([
      [2, '"a,2023-01-22 12:00:00 UTC,active'],
      [5, 'd,2023-01-22 12:00:00 UTC,"active'],
    ]);
  });
});

describe('a file is imported completely or not at all', () => {
  it('a refused file leaves only the reason', async () => {
    expect(await importText(on.database, 'a,b\n1,2\n')).toMatchObject({
      status: 'Failed',
      kind: null,
      error: expect.stringContaining('Expected columns, in any order'),
    });
    expect(await newestVersion()).toBeNull();
    expect(await rowsOf(on.database, 'select count(*)::integer from store')).toEqual([[0]]);
  });

  it('an import that the database breaks off leaves nothing, and the next attempt starts anew', async () => {
    const importId = randomUUID();
    const text = polls(...Array.from({ length: 5_000 }, (_, i) => `s${i},2023-01-22 12:00:00 UTC,active`));
    await on.database.transaction(async (client) => {
      // While this lock is held, the import has staged its rows and waits to merge them.
      await client.query('lock table data_version in share row exclusive mode');
      const cutOff = importText(on.database, text, importId);
      cutOff.catch(() => undefined);
      await waitFor('the import to wait and be cut off', async () => {
        const cut = await rowsOf(
          on.database,
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock' and query ilike '%lock table data_version%'`,
        );
        return cut.length === 1;
      });
      await expect(cutOff).rejects.toThrow();
    });
    expect(await newestVersion()).toBeNull();
    expect(await importText(on.database, text, importId)).toMatchObject({ status: 'Complete', inserted: 5_000 });
    expect(await newestVersion()).toBe(1);
  });

  it('two attempts at the same import at once have one effect', async () => {
    const importId = randomUUID();
    const text = polls('a,2023-01-22 12:00:00 UTC,active', 'b,never,active');
    const twins = await Promise.all([importText(on.database, text, importId), importText(on.database, text, importId)]);
    expect(twins[0]).toEqual(twins[1]);
    expect(twins[0]).toMatchObject({ inserted: 1, rejected: 1, dataVersion: 1 });
    expect(await newestVersion()).toBe(1);
  });

  it('several imports of the same file at once have the effect of one', async () => {
    const text = polls(...Array.from({ length: 200 }, (_, i) => `s${i},2023-01-22 12:00:00 UTC,active`));
    const imports = await Promise.all(Array.from({ length: 5 }, () => importText(on.database, text)));
    expect(imports.map(({ inserted }) => inserted).sort()).toEqual([0, 0, 0, 0, 200]);
    expect(imports.filter(({ dataVersion }) => dataVersion !== null)).toHaveLength(1);
    expect(await newestVersion()).toBe(1);
  });

  it('an ended import is not repeated', async () => {
    const importId = randomUUID();
    await importText(on.database, polls('a,2023-01-22 12:00:00 UTC,active'), importId);
    await importText(on.database, polls('a,2023-01-22 12:00:00 UTC,inactive'));
    await importText(on.database, polls('a,2023-01-22 12:00:00 UTC,active'), importId);
    expect(await currentPolls()).toEqual([['a', '2023-01-22 12:00:00+00', false]]);
  });
});
