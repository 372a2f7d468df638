import { beforeEach, describe, expect, it } from '@jest/globals';
import type { BusinessHours } from '../../src/domain/calendar/calendar.js';
import { DAY, HOUR, MINUTE } from '../../src/domain/time/instant.js';
import { StoreRepository } from '../../src/persistence/stores/store.repository.js';
import {
  BusinessHoursChangedError,
  StoreAlreadyExistsError,
  StoreNotFoundError,
} from '../../src/persistence/stores/store-errors.js';
import { StoreWriteRepository } from '../../src/persistence/stores/store-write.repository.js';
import { readStoreHistories } from '../../src/persistence/stores/store-histories.js';
import { useDatabase } from '../support/system/use-database.js';
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

beforeEach(async () => {
  edits = new StoreWriteRepository(on.database);
  stores = new StoreRepository(on.database);
});

const row = (dayOfWeek: number, open: number, close: number): BusinessHours => ({ dayOfWeek, open, close });
const MONDAY = row(0, 9 * HOUR, 17 * HOUR + 30 * MINUTE);
const TUESDAY = row(1, 18 * HOUR, 2 * HOUR);
const always = () => true;

/** The data versions: their kind, whether they replaced data, and the range of their polls. */
const versions = () =>
  rowsOf(on.database, 'select kind, replaces, polls_from, polls_to from data_version order by version');

const storedHours = () =>
  rowsOf(on.database, 'select day_of_week, since_version, until_version from business_hours order by 2, 1');

/** Zone and hours of the only store as of a data version. */
async function asOfVersion(dataVersion: number) {
  const histories = await on.database.withClient((client) =>
    Array.fromAsync(
      readStoreHistories(client, {
        fromKey: 1,
        toKey: 1_000,
        storeIds: null,
        dataVersion,
        pollsFrom: instant('2023-01-01T00:00:00Z'),
        asOf: instant('2023-01-31T00:00:00Z'),
        interpolation: 'nearest',
      }),
    ),
  );
  return histories.map((history) => ({
    timeZone: history.timeZone,
    hours: history.hours.toSorted((one, other) => one.dayOfWeek - other.dayOfWeek),
  }));
}

describe('a store that is added by hand', () => {
  it('is one data version with its zone and its hours, each row once', async () => {
    await edits.add({ storeId: 'a', timeZone: 'UTC', hours: [MONDAY, TUESDAY, MONDAY] }, BY_TEST);
    expect(await versions()).toEqual([['stores', false, null, null]]);
    expect(await asOfVersion(1)).toMatchObject([{ timeZone: 'UTC', hours: [MONDAY, TUESDAY] }]);
  });

  it('is a version also without a zone and without hours', async () => {
    await edits.add({ storeId: 'a', timeZone: null, hours: [] }, BY_TEST);
    expect(await versions()).toEqual([['stores', false, null, null]]);
  });

  it('is refused without a version if polls have named it', async () => {
    await importText(on.database, polls('a,2023-01-22 12:00 UTC,active'));
    await expect(edits.add({ storeId: 'a', timeZone: 'UTC', hours: [MONDAY] }, BY_TEST)).rejects.toThrow(
      StoreAlreadyExistsError,
    );
    expect(await versions()).toHaveLength(1);
    expect(await stores.hours('a')).toEqual([]);
  });
});

describe('a change by hand', () => {
  it('leaves every earlier data version as it was', async () => {
    await edits.add({ storeId: 'a', timeZone: 'UTC', hours: [MONDAY] }, BY_TEST);
    await edits.replaceHours('a', [TUESDAY], always, BY_TEST);
    await edits.change('a', { timeZone: 'Asia/Tokyo' }, BY_TEST);
    await edits.replaceHours('a', [], always, BY_TEST);
    await edits.change('a', { timeZone: null }, BY_TEST);
    expect((await Promise.all([1, 2, 3, 4, 5].map(asOfVersion))).flat()).toEqual([
      { timeZone: 'UTC', hours: [MONDAY] },
      { timeZone: 'UTC', hours: [TUESDAY] },
      { timeZone: 'Asia/Tokyo', hours: [TUESDAY] },
      { timeZone: 'Asia/Tokyo', hours: [] },
      { timeZone: null, hours: [] },
    ]);
    expect((await versions()).map(([kind, replaces]) => [kind, replaces])).toEqual([
      ['stores', false],
      ['business-hours', true],
      ['time-zones', true],
      ['business-hours', true],
      ['time-zones', true],
    ]);
  });

  it('that is undone ends its rows and adds the earlier ones again', async () => {
    await edits.add({ storeId: 'a', timeZone: null, hours: [MONDAY] }, BY_TEST);
    await edits.replaceHours('a', [TUESDAY], always, BY_TEST);
    await edits.replaceHours('a', [MONDAY], always, BY_TEST);
    await edits.replaceHours('a', [TUESDAY], always, BY_TEST);
    expect(await storedHours()).toEqual([
      [0, 1, 2],
      [1, 2, 3],
      [0, 3, 4],
      [1, 4, null],
    ]);
  });

  it('of some rows does not touch the others', async () => {
    await edits.add({ storeId: 'a', timeZone: null, hours: [MONDAY, TUESDAY] }, BY_TEST);
    const closing = row(0, 20 * HOUR, DAY);
    expect(await edits.replaceHours('a', [TUESDAY, closing], always, BY_TEST)).toEqual([closing, TUESDAY]);
    expect(await storedHours()).toEqual([
      [0, 1, 2],
      [1, 1, null],
      [0, 2, null],
    ]);
  });

  it('that changes nothing creates no data version', async () => {
    await edits.add({ storeId: 'a', timeZone: 'UTC', hours: [MONDAY, TUESDAY] }, BY_TEST);
    await edits.change('a', { timeZone: 'UTC' }, BY_TEST);
    await edits.replaceHours('a', [TUESDAY, MONDAY, TUESDAY], always, BY_TEST);
    await edits.add({ storeId: 'b', timeZone: null, hours: [] }, BY_TEST);
    await edits.change('b', { timeZone: null }, BY_TEST);
    await edits.replaceHours('b', [], always, BY_TEST);
    expect(await versions()).toHaveLength(2);
  });

  it('of an unknown store is refused', async () => {
    await expect(edits.change('nobody', { timeZone: 'UTC' }, BY_TEST)).rejects.toThrow(StoreNotFoundError);
    await expect(edits.replaceHours('nobody', [MONDAY], always, BY_TEST)).rejects.toThrow(StoreNotFoundError);
    await expect(stores.hours('nobody')).rejects.toThrow(StoreNotFoundError);
    await expect(stores.hours('\0')).rejects.toThrow(StoreNotFoundError);
    expect(await versions()).toEqual([]);
  });

  it('that fails halfway changes nothing and releases the lock', async () => {
    await edits.add({ storeId: 'a', timeZone: null, hours: [MONDAY] }, BY_TEST);
    await expect(edits.replaceHours('a', [TUESDAY, row(7, 0, DAY)], always, BY_TEST)).rejects.toThrow(/violates/);
    expect(await versions()).toHaveLength(1);
    expect(await stores.hours('a')).toEqual([MONDAY]);
    expect(await edits.replaceHours('a', [TUESDAY], always, BY_TEST)).toEqual([TUESDAY]);
  });
});

const deliver = (text: string) => importHashedText(on.database, text);

describe('a file that is imported again after a change by hand', () => {
  it.each<[string, BusinessHours[]]>([
    ['other hours', [TUESDAY]],
    ['more hours', [MONDAY, TUESDAY]],
    ['none', []],
  ])('brings back its hours: %s', async (_what, changed) => {
    const file = hours('a,0,09:00,17:30');
    await deliver(file);
    await edits.replaceHours('a', changed, always, BY_TEST);
    await deliver(file);
    expect(await stores.hours('a')).toEqual([MONDAY]);
  });

  it('is not read again if the change was not about its content', async () => {
    const file = hours('a,0,09:00,17:30');
    await deliver(file);
    await edits.add({ storeId: 'b', timeZone: null, hours: [TUESDAY] }, BY_TEST);
    await edits.change('a', { timeZone: 'UTC' }, BY_TEST);
    expect(await deliver(file)).toMatchObject({ unchanged: 1, dataVersion: null });
  });

  it.each(['Asia/Tokyo', null])('brings back its zone: %s', async (changed) => {
    const file = zones('a,UTC');
    await deliver(file);
    await edits.change('a', { timeZone: changed }, BY_TEST);
    await deliver(file);
    expect(await rowsOf(on.database, 'select time_zone from store_time_zone where until_version is null')).toEqual([
      ['UTC'],
    ]);
  });
});

describe('ten changes at once', () => {
  /** Opens ten connections, so that no change waits for one. */
  beforeEach(async () => {
    await Promise.all(Array.from({ length: 10 }, () => stores.known(['a'])));
  });

  it('of the same hours: one succeeds, the others find them changed', async () => {
    await edits.add({ storeId: 'a', timeZone: null, hours: [MONDAY] }, BY_TEST);
    const isMonday = (current: readonly BusinessHours[]) => current[0]?.dayOfWeek === MONDAY.dayOfWeek;
    const replaced = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => edits.replaceHours('a', [row(1, i * HOUR, 20 * HOUR)], isMonday, BY_TEST)),
    );
    const refused = replaced.filter((result) => result.status === 'rejected');
    expect(refused.map(({ reason }) => reason as unknown)).toEqual(
      Array(9).fill(expect.any(BusinessHoursChangedError)),
    );
    expect(await stores.hours('a')).toEqual(replaced.find((result) => result.status === 'fulfilled')!.value);
    expect(await versions()).toHaveLength(2);
  });

  it('of a zone, and the import of a file: each is a version, one after the other', async () => {
    await edits.add({ storeId: 'a', timeZone: null, hours: [] }, BY_TEST);
    const names = Array.from({ length: 9 }, (_, i) => `Etc/GMT+${i + 1}`);
    await Promise.all([
      ...names.map((name) => edits.change('a', { timeZone: name }, BY_TEST)),
      importText(on.database, zones('a,Asia/Tokyo')),
    ]);
    const stored = await rowsOf(
      on.database,
      'select time_zone, since_version, until_version from store_time_zone order by since_version',
    );
    expect(stored.map(([name]) => name).sort()).toEqual(['Asia/Tokyo', ...names]);
    expect(stored.map(([, since, until]) => [since, until])).toEqual(
      stored.map((_, i) => [i + 2, i === 9 ? null : i + 3]),
    );
  });

  it('of different stores: each is a version', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => edits.add({ storeId: `s${i}`, timeZone: null, hours: [MONDAY] }, BY_TEST)),
    );
    expect(await rowsOf(on.database, 'select array_agg(since_version order by since_version) from store')).toEqual([
      [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ]);
  });
});
