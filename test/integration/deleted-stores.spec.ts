import { beforeEach, describe, expect, it } from '@jest/globals';
import { currentDataVersion, lockData } from '../../src/persistence/connection/data-version.js';
import { StoreNotFoundError } from '../../src/persistence/stores/store-errors.js';
import { StoreWriteRepository } from '../../src/persistence/stores/store-write.repository.js';
import { StoreRepository } from '../../src/persistence/stores/store.repository.js';
import { useDatabase } from '../support/system/use-database.js';
import { waitFor } from '../support/wait-for.js';
import {
  BY_TEST,
  hours,
  importHashedText,
  importText,
  instant,
  polls,
  rowsOf,
  zones,
} from '../support/data/importing.js';

const on = useDatabase({ maxConnections: 12, perTest: true });
let edits: StoreWriteRepository;
let stores: StoreRepository;

beforeEach(() => {
  edits = new StoreWriteRepository(on.database);
  stores = new StoreRepository(on.database);
});

const POLLS = polls('a,2022-12-31 12:00 UTC,active', 'a,2023-01-22 12:00 UTC,active', 'b,2023-01-22 11:00 UTC,active');

async function deliverAll(): Promise<void> {
  await importText(on.database, POLLS);
  await importText(on.database, hours('a,0,09:00,17:00', 'b,0,09:00,17:00'));
  await importText(on.database, zones('a,UTC', 'b,UTC'));
}

/** The tables with versions: the store of each row, and the versions in which it holds. */
const versionsOf = (table: string) =>
  rowsOf(
    on.database,
    `select external_id, held.since_version, held.until_version from ${table} held join store on key = store_key
     order by 1, 2, 3`,
  );

const knownStores = () =>
  rowsOf(on.database, 'select external_id, since_version, deleted_version from store order by key');

const newestPollAt = async () => (await on.database.withClient(currentDataVersion))!.newestPollAt;

const deliver = (text: string) => importHashedText(on.database, text);

describe('deleting a store', () => {
  it('is one data version, which ends the store and all that is known of it, and touches no other store', async () => {
    await deliverAll();
    await edits.delete('a', BY_TEST);
    expect(await rowsOf(on.database, 'select kind, replaces from data_version where version > 3')).toEqual([
      ['stores', true],
    ]);
    expect(await knownStores()).toEqual([
      ['a', 1, 4],
      ['b', 1, null],
    ]);
    expect(await versionsOf('poll')).toEqual([
      ['a', 1, 4],
      ['a', 1, 4],
      ['b', 1, null],
    ]);
    expect(await versionsOf('business_hours')).toEqual([
      ['a', 2, 4],
      ['b', 2, null],
    ]);
    expect(await versionsOf('store_time_zone')).toEqual([
      ['a', 3, 4],
      ['b', 3, null],
    ]);
  });

  it('twice is refused, as is one that is not known, without a data version', async () => {
    await deliverAll();
    await edits.delete('a', BY_TEST);
    const refused = await Promise.allSettled(['a', 'nobody', '\0'].map((storeId) => edits.delete(storeId, BY_TEST)));
    expect(refused).toEqual(Array(3).fill({ status: 'rejected', reason: expect.any(StoreNotFoundError) }));
    expect(await rowsOf(on.database, 'select max(version) from data_version')).toEqual([[4]]);
  });

  it('is possible for the ids that earlier versions took, with line breaks', async () => {
    await deliverAll();
    await rowsOf(on.database, `update store set external_id = E'a\\n"b,\\r\\n' where external_id = 'a'`);
    await edits.delete('a\n"b,\r\n', BY_TEST);
    expect(await stores.known(['a\n"b,\r\n', 'b'])).toEqual(['b']);
  });

  it('with the newest poll makes the newest one of the others the newest', async () => {
    await deliverAll();
    await importText(on.database, polls('late,2023-01-31 23:00 UTC,active'));
    expect(await newestPollAt()).toBe(instant('2023-01-31T23:00:00Z'));
    await edits.delete('late', BY_TEST);
    expect(await newestPollAt()).toBe(instant('2023-01-22T12:00:00Z'));
    await importText(on.database, zones('b,Asia/Tokyo'));
    expect(await newestPollAt()).toBe(instant('2023-01-22T12:00:00Z'));
    await edits.delete('b', BY_TEST);
    expect(await newestPollAt()).toBe(instant('2023-01-22T12:00:00Z'));
    await edits.delete('a', BY_TEST);
    expect(await newestPollAt()).toBe(null);
  });
});

describe('a store that is delivered again after it was deleted', () => {
  beforeEach(async () => {
    await deliverAll();
    await edits.delete('a', BY_TEST);
  });

  it.each([
    ['by a poll', () => importText(on.database, polls('a,2023-01-22 13:00 UTC,inactive'))],
    ['by an hours row', () => importText(on.database, hours('a,1,09:00,17:00'))],
    ['by a zone row', () => importText(on.database, zones('a,Asia/Tokyo'))],
    ['by hand', () => edits.add({ storeId: 'a', timeZone: null, hours: [] }, BY_TEST)],
  ])('%s is known again, and nothing of what it had comes back', async (how, deliverAgain) => {
    await deliverAgain();
    expect(await stores.known(['a'])).toEqual(['a']);
    expect((await stores.list(10, '', 'all')).map(({ storeId }) => storeId)).toEqual(['a', 'b']);
    expect(await stores.get('a')).toEqual({
      storeId: 'a',
      timeZone: how === 'by a zone row' ? 'Asia/Tokyo' : null,
      attributes: { name: null, groups: {}, target: null, valuePerHour: null },
      hasHours: how === 'by an hours row',
      newestPoll: how === 'by a poll' ? { at: instant('2023-01-22T13:00:00Z'), status: 'inactive' } : null,
    });
  });

  it('has a poll that is the same as one it had', async () => {
    const again = await importText(on.database, polls('a,2023-01-22 12:00 UTC,active'));
    expect(again).toMatchObject({ inserted: 1, unchanged: 0 });
    expect((await stores.get('a')).newestPoll).toEqual({ at: instant('2023-01-22T12:00:00Z'), status: 'active' });
  });

  it('can be deleted again', async () => {
    await importText(on.database, polls('a,2023-01-22 12:00 UTC,active'));
    await edits.delete('a', BY_TEST);
    expect(await knownStores()).toEqual([
      ['a', 1, 4],
      ['b', 1, null],
      ['a', 5, 6],
    ]);
  });
});

describe('a file that was imported before a deletion', () => {
  it.each([
    ['polls', polls('a,2023-01-22 12:00 UTC,active', 'b,2023-01-22 12:00 UTC,active')],
    ['hours', hours('a,0,09:00,17:00', 'b,0,09:00,17:00')],
    ['zones', zones('a,UTC', 'b,UTC')],
  ])('is read again, and brings back its store: %s', async (_kind, file) => {
    await deliver(file);
    expect(await deliver(file)).toMatchObject({ inserted: 0, unchanged: 2 });
    await edits.delete('a', BY_TEST);
    expect(await deliver(file)).toMatchObject({ inserted: 1, unchanged: 1 });
    expect(await stores.known(['a', 'b'])).toEqual(['a', 'b']);
  });
});

describe('at the same time', () => {
  it('of ten deletions of a store, one succeeds', async () => {
    await deliverAll();
    await Promise.all(Array.from({ length: 10 }, () => stores.known(['a'])));
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => edits.delete('a', BY_TEST)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await rowsOf(on.database, 'select max(version) from data_version')).toEqual([[4]]);
  });

  it('a merge and a deletion take turns: what is merged later is known', async () => {
    await deliverAll();
    let merged: Promise<unknown> | undefined;
    let deleted: Promise<void> | undefined;
    await on.database.transaction(async (client) => {
      await lockData(client);
      deleted = edits.delete('a', BY_TEST);
      await waitForLocks(1);
      merged = importText(on.database, polls('a,2023-01-23 12:00 UTC,active'));
      await waitForLocks(2);
      expect(await stores.known(['a'])).toEqual(['a']);
    });
    await deleted;
    await merged;
    expect(await knownStores()).toEqual([
      ['a', 1, 4],
      ['b', 1, null],
      ['a', 5, null],
    ]);
  });
});

/** Waits until so many transactions wait for the lock of a merge. */
async function waitForLocks(count: number): Promise<void> {
  await waitFor('transactions to wait for the lock', async () => {
    const [row] = await rowsOf(
      on.database,
      `select count(*)::integer from pg_locks
       where relation = 'data_version'::regclass and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    return row![0] === count;
  });
}
