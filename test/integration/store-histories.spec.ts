import { beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/domain/access/actor.js';
import { parseLocalDate } from '../../src/domain/time/local-date.js';
import { HOUR } from '../../src/domain/time/instant.js';
import { SpecialHoursRepository } from '../../src/persistence/calendars/special-hours.repository.js';
import { readStoreHistories, type HistoryQuery } from '../../src/persistence/stores/store-histories.js';
import { useDatabase } from '../support/system/use-database.js';
import { hours, importText, instant, polls, rowsOf, zones } from '../support/data/importing.js';

const on = useDatabase();
const keys: Record<string, number> = {};

/** Versions: 1 polls of a and b, 2 hours of a, 3 zone of a, 4 corrections and a late poll of a, 5 other hours, 6 another zone. */
beforeAll(async () => {
  await importText(
    on.database,
    polls(
      'a,2022-11-05 12:00:00 UTC,inactive',
      'a,2023-01-20 12:00:00 UTC,active',
      'a,2023-01-22 12:00:00.000001 UTC,active',
      'a,2023-01-23 12:00:00 UTC,inactive',
      'b,2023-01-22 12:00:00 UTC,inactive',
    ),
  );
  await importText(on.database, hours('a,0,09:00,12:00'));
  await importText(on.database, zones('a,Asia/Kathmandu'));
  await importText(on.database, polls('a,2023-01-22 12:00:00.000001 UTC,inactive', 'a,2023-01-22 13:00:00 UTC,active'));
  await importText(on.database, hours('a,1,10:00,24:00'));
  await importText(on.database, zones('a,UTC', 'c,UTC'));
  for (const [externalId, key] of await rowsOf(on.database, 'select external_id, key from store')) {
    keys[externalId as string] = key as number;
  }
});

const read = (query: Partial<HistoryQuery>) =>
  on.database.withClient((client) =>
    Array.fromAsync(
      readStoreHistories(client, {
        fromKey: 1,
        toKey: 1_000,
        storeIds: null,
        dataVersion: 6,
        pollsFrom: instant('2023-01-22T00:00:00Z'),
        asOf: instant('2023-01-23T12:00:00Z'),
        interpolation: 'nearest',
        ...query,
      }),
    ),
  );

const poll = (at: string, status: string) => ({ at: instant(at), status });

describe('reading histories', () => {
  it('returns each store with its hours, zone and polls of the range, both ends included', async () => {
    expect(await read({})).toEqual([
      {
        storeKey: keys.a,
        hours: [{ dayOfWeek: 1, open: 10 * HOUR, close: 24 * HOUR }],
        specialHours: [],
        timeZone: 'UTC',
        polls: [
          poll('2023-01-22T12:00:00.000001Z', 'inactive'),
          poll('2023-01-22T13:00:00Z', 'active'),
          poll('2023-01-23T12:00:00Z', 'inactive'),
        ],
      },
      {
        storeKey: keys.b,
        hours: [],
        specialHours: [],
        timeZone: null,
        polls: [poll('2023-01-22T12:00:00Z', 'inactive')],
      },
      { storeKey: keys.c, hours: [], specialHours: [], timeZone: 'UTC', polls: [] },
    ]);
  });

  it('returns the data as of any version', async () => {
    expect(await read({ dataVersion: 1 })).toMatchObject([
      {
        storeKey: keys.a,
        hours: [],
        specialHours: [],
        timeZone: null,
        polls: [poll('2023-01-22T12:00:00.000001Z', 'active'), poll('2023-01-23T12:00:00Z', 'inactive')],
      },
      { storeKey: keys.b },
    ]);
    expect((await read({ dataVersion: 4 }))[0]).toMatchObject({
      hours: [{ dayOfWeek: 0, open: 9 * HOUR, close: 12 * HOUR }],
      timeZone: 'Asia/Kathmandu',
      polls: [{ status: 'inactive' }, { status: 'active' }, { status: 'inactive' }],
    });
  });

  it('adds the newest earlier poll, from any partition, for the interpolation that needs it', async () => {
    const [a, b] = await read({ interpolation: 'previous' });
    expect(a!.polls[0]).toEqual(poll('2023-01-20T12:00:00Z', 'active'));
    expect(a!.polls).toHaveLength(4);
    expect(b!.polls).toHaveLength(1);
    const [older] = await read({ interpolation: 'previous', pollsFrom: instant('2023-01-01T00:00:00Z') });
    expect(older!.polls[0]).toEqual(poll('2022-11-05T12:00:00Z', 'inactive'));
  });

  it('returns the special hours near the polls, and all earlier ones for the interpolation that needs them', async () => {
    const special = new SpecialHoursRepository(on.database);
    const closed = (date: string) => ({ date: parseLocalDate(date)!, intervals: [] });
    const near = { ...closed('2023-01-25'), intervals: [{ open: 10 * HOUR, close: 14 * HOUR }], reason: 'stocktaking' };
    const given = [closed('2020-12-25'), near, closed('2023-12-25')];
    const range = { from: given[0]!.date, to: given[2]!.date };
    const origin = { actor: SYSTEM, at: 0, requestId: null, address: null };
    await special.replace('c', range, given, () => true, origin);
    const of = async (query: Partial<HistoryQuery>) =>
      (await read({ storeIds: ['c'], dataVersion: 7, ...query }))[0]!.specialHours;
    expect(await of({})).toEqual([near]);
    expect(await of({ interpolation: 'previous' })).toEqual([closed('2020-12-25'), near]);
    expect(await of({ dataVersion: 6 })).toEqual([]);
  });

  it('returns only the requested stores', async () => {
    expect((await read({ storeIds: ['b', 'c'] })).map(({ storeKey }) => storeKey)).toEqual([keys.b, keys.c]);
    expect((await read({ fromKey: keys.b!, toKey: keys.b! })).map(({ storeKey }) => storeKey)).toEqual([keys.b]);
    expect(await read({ storeIds: ['nowhere'] })).toEqual([]);
  });
});
