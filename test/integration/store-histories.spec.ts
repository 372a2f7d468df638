import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/domain/access/actor.js';
import type { ClosureScope } from '../../src/domain/calendar/recorded-closure.js';
import { parseLocalDate } from '../../src/domain/time/local-date.js';
import { formatInstant, HOUR } from '../../src/domain/time/instant.js';
import { computeUptime } from '../../src/domain/uptime/uptime.js';
import { ClosureRepository } from '../../src/persistence/calendars/closure.repository.js';
import { SpecialHoursRepository } from '../../src/persistence/calendars/special-hours.repository.js';
import { StoreWriteRepository } from '../../src/persistence/stores/store-write.repository.js';
import { readStoreHistories, type HistoryQuery } from '../../src/persistence/stores/store-histories.js';
import { useDatabase } from '../support/system/use-database.js';
import { BY_TEST, hours, importText, instant, polls, rowsOf, zones } from '../support/data/importing.js';

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
        specialHoursOfGroups: [],
        closures: [],
        reasons: new Map(),
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
        specialHoursOfGroups: [],
        closures: [],
        reasons: new Map(),
        timeZone: null,
        polls: [poll('2023-01-22T12:00:00Z', 'inactive')],
      },
      {
        storeKey: keys.c,
        hours: [],
        specialHours: [],
        specialHoursOfGroups: [],
        closures: [],
        reasons: new Map(),
        timeZone: 'UTC',
        polls: [],
      },
    ]);
  });

  it('returns the data as of any version', async () => {
    expect(await read({ dataVersion: 1 })).toMatchObject([
      {
        storeKey: keys.a,
        hours: [],
        specialHours: [],
        specialHoursOfGroups: [],
        closures: [],
        reasons: new Map(),
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
    await special.replace({ storeId: 'c' }, range, given, () => true, origin);
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

  it('returns the closures of a store, of its groups and of the fleet, near the polls and as of any version', async () => {
    const closures = new ClosureRepository(on.database);
    const stores = new StoreWriteRepository(on.database);
    const add = (scope: ClosureScope, from: string, until?: string) =>
      closures.add(
        {
          closureId: randomUUID(),
          scope,
          kind: 'excused',
          reason: null,
          from: instant(from),
          to: until === undefined ? Infinity : instant(until),
        },
        BY_TEST,
      );
    await stores.change('a', { groups: { region: 'west' } }, BY_TEST);
    const west = { group: { kind: 'region', value: 'west' } };
    await add({ fleet: true }, '2023-01-23T00:00:00Z', '2023-01-23T01:00:00Z');
    await add(west, '2023-01-23T00:00:00Z');
    await add({ storeId: 'b' }, '2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z');
    await add({ storeId: 'b' }, '2024-01-01T00:00:00Z');
    const [[version]] = (await rowsOf(on.database, 'select max(version) from data_version')) as [[number]];
    const starts = async (query: Partial<HistoryQuery>) =>
      (await read({ dataVersion: version, ...query })).map((history) =>
        history.closures.map(({ from }) => formatInstant(from).slice(0, 10)),
      );
    expect(await starts({})).toEqual([['2023-01-23', '2023-01-23'], ['2023-01-23'], ['2023-01-23']]);
    expect((await starts({ interpolation: 'previous' }))[1]).toEqual(['2023-01-23', '2020-01-01']);
    expect(await starts({ dataVersion: version - 4 })).toEqual([[], [], []]);
    await stores.change('a', { groups: { region: 'east' } }, BY_TEST);
    expect((await starts({ dataVersion: version + 1 }))[0]).toEqual(['2023-01-23']);
    expect((await starts({}))[0]).toHaveLength(2);
    await stores.delete('b', BY_TEST);
    expect(
      await rowsOf(on.database, 'select from closure where store_key is not null and until_version is null'),
    ).toEqual([]);
  });

  it('returns the special hours in force of its groups, as of any version, and shares them among stores (18)', async () => {
    const special = new SpecialHoursRepository(on.database);
    const stores = new StoreWriteRepository(on.database);
    const version = async () => (await rowsOf(on.database, 'select max(version) from data_version'))[0]![0] as number;
    const date = parseLocalDate('2023-01-24')!;
    const closed = { date, intervals: [], reason: 'Holiday' };
    const short = { date: date - 1, intervals: [{ open: 10 * HOUR, close: 14 * HOUR }] };
    const south = { kind: 'region', value: 'south' };
    for (const storeId of ['p', 'q', 'r']) {
      await stores.add({ storeId, timeZone: null, hours: [], attributes: { groups: { region: 'south' } } }, BY_TEST);
    }
    await special.set({ group: south }, [short, closed], BY_TEST);
    await special.set({ storeId: 'q' }, [{ date, intervals: short.intervals }], BY_TEST);
    const then = await version();
    await stores.change('p', { groups: { region: 'north' } }, BY_TEST);
    await special.set({ group: south }, [{ date: short.date, intervals: [] }], BY_TEST);
    const of = async (query: Partial<HistoryQuery>) =>
      (await read({ storeIds: ['p', 'q', 'r'], dataVersion: then, ...query })).map(({ specialHours }) => specialHours);

    const groups = [south];
    const [p, q, r] = await of({});
    expect(p).toEqual([
      { ...short, groups },
      { ...closed, groups },
    ]);
    expect(r).toBe(p);
    expect(q).toEqual([
      { ...short, groups },
      { date, intervals: short.intervals },
    ]);
    expect(await of({ dataVersion: await version() })).toMatchObject([
      [],
      [{ intervals: [] }, { date, intervals: short.intervals }],
      [{ intervals: [] }, closed],
    ]);
    expect(await of({ dataVersion: then - 2 })).toEqual([[], [], []]);
    expect(await of({ asOf: instant('2023-01-01T00:00:00Z'), pollsFrom: instant('2023-01-01T00:00:00Z') })).toEqual([
      [],
      [],
      [],
    ]);
  });

  it.each(['Pacific/Kiritimati', 'UTC', 'Pacific/Pago_Pago'])(
    'as far ahead as is asked changes no number up to the as-of instant, in %s',
    async (zone) => {
      const storeId = `ahead-${zone}`;
      const asOf = instant('2023-01-23T12:00:00Z');
      const dates = Array.from({ length: 14 }, (_, day) => parseLocalDate('2023-01-16')! + day);
      await importText(on.database, zones(`${storeId},${zone}`));
      const hourly = Array.from({ length: 72 }, (_, hour) => formatInstant(asOf - hour * HOUR));
      await importText(
        on.database,
        polls(...hourly.map((at, hour) => `${storeId},${at},${hour % 5 ? '' : 'in'}active`)),
      );
      // Each date has its own hours, over midnight or not, or is closed.
      const special = dates.map((date, n) => ({
        date,
        intervals: n % 3 === 2 ? [] : [{ open: (5 + n) * HOUR, close: ((5 + n + 20) % 24) * HOUR }],
      }));
      await new SpecialHoursRepository(on.database).set({ storeId }, special, BY_TEST);
      const scope: ClosureScope = { storeId };
      for (const [from, isLocal, kind] of [
        [asOf - HOUR, false, 'excused'],
        [asOf + 20 * HOUR, true, 'closed'],
      ] as const) {
        const closure = {
          closureId: randomUUID(),
          scope,
          from,
          fromIsLocal: isLocal,
          to: from + HOUR,
          kind,
          reason: null,
        };
        await new ClosureRepository(on.database).add(closure, BY_TEST);
      }
      const dataVersion = (await rowsOf(on.database, 'select max(version) from data_version'))[0]![0] as number;
      const windows = [1, 12, 48].map((hour) => ({ from: asOf - hour * HOUR, to: asOf }));
      for (const interpolation of ['nearest', 'previous'] as const) {
        const query = { storeIds: [storeId], dataVersion, pollsFrom: asOf - 72 * HOUR, asOf, interpolation };
        const [far] = await read(query);
        const [near] = await read({ ...query, askedAhead: 0 });
        expect(near!.specialHours.length).toBeLessThan(far!.specialHours.length);
        const uptimes = [far, near].map((store) =>
          computeUptime(store!, windows, asOf, { interpolation, reach: 2 * HOUR }),
        );
        expect(uptimes[0]![2]!.up).toBeGreaterThan(0);
        expect(uptimes[1]).toEqual(uptimes[0]);
      }
    },
  );
});
