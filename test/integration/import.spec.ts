import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/persistence/connection/database.js';
import { ImportRepository } from '../../src/persistence/imports/import.repository.js';
import { createTestDatabase } from '../support/system/database.js';
import { hours, importText, NOW, polls, rowsOf, zones } from '../support/data/importing.js';
import { waitFor } from '../support/wait-for.js';

let database: Database;
let drop: () => Promise<void>;

beforeEach(async () => {
  const created = await createTestDatabase();
  database = await Database.open({ url: created.url, applicationName: 'test', maxConnections: 8 });
  drop = created.drop;
});

afterEach(async () => {
  await database.close();
  await drop();
});

const currentPolls = () =>
  rowsOf(
    database,
    `select external_id, at::text, active from poll join store on key = store_key
     where until_version is null order by external_id, at`,
  );

const newestVersion = async () => (await rowsOf(database, 'select max(version) from data_version'))[0]![0];

describe('importing polls', () => {
  it('is one data version, with the newest poll that "latest" means', async () => {
    const imported = await importText(
      database,
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
    expect(await rowsOf(database, 'select version, newest_poll_at::text from data_version')).toEqual([
      [1, '2023-01-23 08:00:00+00'],
    ]);
  });

  it('twice changes nothing and makes no data version', async () => {
    const text = polls('a,2023-01-22 12:00:00 UTC,active', 'a,2023-01-22 13:00:00 UTC,inactive');
    await importText(database, text);
    const before = await rowsOf(database, 'select * from poll order by at');
    expect(await importText(database, text)).toMatchObject({
      inserted: 0,
      unchanged: 2,
      corrected: 0,
      dataVersion: null,
    });
    expect(await rowsOf(database, 'select * from poll order by at')).toEqual(before);
    expect(await newestVersion()).toBe(1);
  });

  it('keeps what a correction replaced, for the versions that saw it', async () => {
    await importText(database, polls('a,2023-01-22 12:00:00 UTC,active'));
    expect(await importText(database, polls('a,2023-01-22 12:00:00 UTC,inactive'))).toMatchObject({
      inserted: 0,
      corrected: 1,
      dataVersion: 2,
    });
    expect(
      await rowsOf(database, 'select active, since_version, until_version from poll order by since_version'),
    ).toEqual([
      [true, 1, 2],
      [false, 2, null],
    ]);
  });

  it('takes the last of several rows for one instant, each counted as if delivered alone', async () => {
    const imported = await importText(
      database,
      polls(
        'a,2023-01-22 12:00:00 UTC,active',
        'a,2023-01-22 12:00:00 UTC,active',
        'a,2023-01-22 12:00:00.000 UTC,inactive',
      ),
    );
    expect(imported).toMatchObject({ rowsRead: 3, inserted: 1, unchanged: 1, corrected: 1 });
    expect(await currentPolls()).toEqual([['a', '2023-01-22 12:00:00+00', false]]);
  });

  it('puts each month into a partition of its own, made when data for it comes', async () => {
    await importText(
      database,
      polls(
        'a,2022-12-31 23:59:59.999999 UTC,active',
        'a,2023-01-01 00:00:00 UTC,active',
        'a,1999-05-05 05:05 UTC,active',
      ),
    );
    expect(
      await rowsOf(database, 'select tableoid::regclass::text, count(*)::integer from poll group by 1 order by 1'),
    ).toEqual([
      ['poll_1999_05', 1],
      ['poll_2022_12', 1],
      ['poll_2023_01', 1],
    ]);
  });

  it('lets the good rows in and keeps the others with line and reason', async () => {
    const imported = await importText(
      database,
      polls('a,2023-01-22 12:00:00 UTC,active', 'b,never,active', 'c,2023-01-22 12:00:00 UTC,"may\tbe\\"'),
    );
    expect(imported).toMatchObject({ status: 'Complete', rowsRead: 3, inserted: 1, rejected: 2 });
    expect(await rowsOf(database, 'select line, reason, row from import_reject order by line')).toEqual([
      [3, expect.stringContaining('"never" is not an instant'), 'b,never,active'],
      [4, 'status "may\\tbe\\\\" is neither active nor inactive', 'c,2023-01-22 12:00:00 UTC,may\tbe\\'],
    ]);
    expect(await rowsOf(database, 'select external_id from store')).toEqual([['a']]);
  });

  it('keeps ids as they are, whatever is in them', async () => {
    const ids = [
      '007',
      ' a b ',
      'a,b',
      'say "hi"',
      '=1+2',
      'back\\slash',
      'tab\there',
      'two\nlines',
      '9223372036854775807',
    ];
    await importText(
      database,
      polls(...ids.map((id) => `"${id.replaceAll('"', '""')}",2023-01-22 12:00:00 UTC,active`)),
    );
    const stored = (await rowsOf(database, 'select external_id from store')).flat();
    expect(stored.sort()).toEqual(ids.sort());
  });

  it('tells what it reads and how far it is', async () => {
    const imports = new ImportRepository(database);
    const importId = randomUUID();
    await imports.begin({ importId, fileName: 'a.csv', source: 'upload', bytes: 100, startedAt: NOW });
    await imports.recordProgress(importId, { kind: 'polls', bytesRead: 60, rowsRead: 2 });
    const progress = { kind: 'polls', bytesRead: 60, rowsRead: 2 } as const;
    expect(await imports.find(importId)).toMatchObject({ status: 'Running', ...progress });
    await imports.fail(importId, 'the disk is gone', NOW);
    await imports.recordProgress(importId, { ...progress, rowsRead: 3 });
    expect(await imports.find(importId)).toMatchObject({ status: 'Failed', ...progress });
  });

  it('of a header alone is complete and changes nothing', async () => {
    expect(await importText(database, polls())).toMatchObject({ status: 'Complete', rowsRead: 0, dataVersion: null });
  });
});

describe('importing business hours', () => {
  const currentHours = () =>
    rowsOf(
      database,
      `select external_id, day_of_week, opens::text, closes::text from business_hours join store on key = store_key
       where until_version is null order by 1, 2, 3`,
    );

  it('replaces the hours of the stores that the file names, and of no others', async () => {
    await importText(database, hours('a,0,09:00,12:00', 'a,0,13:00,17:00', 'b,1,08:00,23:59:59'));
    const again = await importText(database, hours('a,0,09:00,12:00', 'a,2,10:00,24:00'));
    expect(again).toMatchObject({ inserted: 0, unchanged: 1, corrected: 1, dataVersion: 2 });
    expect(await currentHours()).toEqual([
      ['a', 0, '09:00:00', '12:00:00'],
      ['a', 2, '10:00:00', '24:00:00'],
      ['b', 1, '08:00:00', '23:59:59'],
    ]);
  });

  it('twice changes nothing, and a row that repeats counts once', async () => {
    const text = hours('a,0,09:00,12:00', 'a,0,09:00:00,12:00');
    expect(await importText(database, text)).toMatchObject({ inserted: 1, unchanged: 1 });
    expect(await importText(database, text)).toMatchObject({ inserted: 0, unchanged: 2, dataVersion: null });
    expect(await newestVersion()).toBe(1);
  });

  it('of fewer rows than before is a change too', async () => {
    await importText(database, hours('a,0,09:00,12:00', 'a,1,09:00,12:00'));
    expect(await importText(database, hours('a,0,09:00,12:00'))).toMatchObject({ unchanged: 1, dataVersion: 2 });
    expect(await currentHours()).toEqual([['a', 0, '09:00:00', '12:00:00']]);
  });

  it('leaves a store alone of which no row can be used', async () => {
    await importText(database, hours('a,0,09:00,12:00'));
    expect(await importText(database, hours('a,9,10:00,12:00'))).toMatchObject({ rejected: 1, dataVersion: null });
    expect(await currentHours()).toEqual([['a', 0, '09:00:00', '12:00:00']]);
  });
});

describe('importing time zones', () => {
  it('keeps the last of a store and what it replaced', async () => {
    await importText(database, zones('a,UTC', 'b,Asia/Beirut'));
    expect(await importText(database, zones('a,Asia/Tokyo', 'a,Asia/Kathmandu', 'b,Asia/Beirut'))).toMatchObject({
      inserted: 0,
      unchanged: 1,
      corrected: 2,
    });
    expect(
      await rowsOf(
        database,
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

describe('a file is imported as a whole or not at all', () => {
  it('refused, it leaves nothing but why', async () => {
    expect(await importText(database, 'a,b\n1,2\n')).toMatchObject({
      status: 'Failed',
      kind: null,
      error: expect.stringContaining('Expected columns, in any order'),
    });
    expect(await importText(database, `${polls('a,2023-01-22 12:00:00 UTC,active')}"b,2023`)).toMatchObject({
      status: 'Failed',
      error: expect.stringContaining('never closed'),
    });
    expect(await newestVersion()).toBeNull();
    expect(await rowsOf(database, 'select count(*)::integer from store')).toEqual([[0]]);
  });

  it('cut off by the database, it leaves nothing, and the next try is the first', async () => {
    const importId = randomUUID();
    const text = polls(...Array.from({ length: 5_000 }, (_, i) => `s${i},2023-01-22 12:00:00 UTC,active`));
    await database.transaction(async (client) => {
      // While this is held, the import has brought its rows in and waits to merge them.
      await client.query('lock table data_version in share row exclusive mode');
      const cutOff = importText(database, text, importId);
      cutOff.catch(() => undefined);
      await waitFor('the import to wait and be cut off', async () => {
        const cut = await rowsOf(
          database,
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock' and query ilike '%lock table data_version%'`,
        );
        return cut.length === 1;
      });
      await expect(cutOff).rejects.toThrow();
    });
    expect(await newestVersion()).toBeNull();
    expect(await importText(database, text, importId)).toMatchObject({ status: 'Complete', inserted: 5_000 });
    expect(await newestVersion()).toBe(1);
  });

  it('has one effect when two work on the same import at once', async () => {
    const importId = randomUUID();
    const text = polls('a,2023-01-22 12:00:00 UTC,active', 'b,never,active');
    const twins = await Promise.all([importText(database, text, importId), importText(database, text, importId)]);
    expect(twins[0]).toEqual(twins[1]);
    expect(twins[0]).toMatchObject({ inserted: 1, rejected: 1, dataVersion: 1 });
    expect(await newestVersion()).toBe(1);
  });

  it('has the effect of one when several imports of the same file run at once', async () => {
    const text = polls(...Array.from({ length: 200 }, (_, i) => `s${i},2023-01-22 12:00:00 UTC,active`));
    const imports = await Promise.all(Array.from({ length: 5 }, () => importText(database, text)));
    expect(imports.map(({ inserted }) => inserted).sort()).toEqual([0, 0, 0, 0, 200]);
    expect(imports.filter(({ dataVersion }) => dataVersion !== null)).toHaveLength(1);
    expect(await newestVersion()).toBe(1);
  });

  it('ended, it is not done again', async () => {
    const importId = randomUUID();
    await importText(database, polls('a,2023-01-22 12:00:00 UTC,active'), importId);
    await importText(database, polls('a,2023-01-22 12:00:00 UTC,inactive'));
    await importText(database, polls('a,2023-01-22 12:00:00 UTC,active'), importId);
    expect(await currentPolls()).toEqual([['a', '2023-01-22 12:00:00+00', false]]);
  });
});
