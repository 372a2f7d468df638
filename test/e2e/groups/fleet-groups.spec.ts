import { beforeAll, describe, expect, it } from '@jest/globals';
import { httpClient } from '../../support/client/http.js';
import { importText, polls, zones } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

/** Tuesday, 24 January 2023, 12:00 UTC is the newest poll. */
beforeAll(async () => {
  await importText(system.database, zones('a,UTC', 'b,UTC', 'c,UTC', 'd,UTC'));
  await importText(
    system.database,
    'store_id,group:region,group:brand,target,value_per_hour\na,west,x,,10\nb,west,,50,\nc,east,x,,\n',
  );
  await importText(
    system.database,
    polls(
      'a,2023-01-24 10:00 UTC,active',
      'a,2023-01-24 11:00 UTC,inactive',
      'b,2023-01-24 11:00 UTC,active',
      'c,2023-01-20 11:00 UTC,inactive',
      'd,2023-01-24 12:00 UTC,active',
    ),
  );
  await http.send('PATCH', '/groups/region/west', { target: 95 });
});

const groups = async (query = '', client = http) => (await client.get(`/now/groups${query}`)).body;

describe('the groups of the fleet', () => {
  it('have the states and the uptime of their stores, which are those of the stores together', async () => {
    const { kinds, by, items } = await groups('?by=region');
    expect([kinds, by]).toEqual([['brand', 'region'], 'region']);
    expect(items.map(({ value, stores }: any) => [value, stores])).toEqual([
      ['east', 1],
      ['west', 2],
      [null, 1],
    ]);
    for (const { value, counts, day, week, days } of items.slice(0, 2)) {
      const now = (await http.get(`/now?group=region:${value}`)).body;
      const uptime = (await http.get(`/now/uptime?group=region:${value}`)).body;
      expect(counts).toEqual(now.counts);
      expect({ day, week, days }).toEqual({ day: uptime.day, week: uptime.week, days: uptime.days });
    }
  });

  it('have the target that was set for them, who met it, and what downtime cost', async () => {
    const { items } = await groups('?by=region');
    expect(
      items.map(({ value, target, met, missed, lostValue }: any) => [value, target, met, missed, lostValue]),
    ).toEqual([
      ['east', null, 0, 0, 0],
      // Store a is down for an hour and a half, of 26 hours that are observed.
      ['west', 95, 1, 1, 15],
      [null, null, 0, 0, 0],
    ]);
  });

  it('are those of the first kind, if none is asked for', async () => {
    expect(await groups()).toMatchObject({
      by: 'brand',
      items: [
        { value: 'x', stores: 2 },
        { value: null, stores: 2 },
      ],
    });
  });

  it('come page by page', async () => {
    const first = await groups('?by=region&limit=2');
    expect(first.items).toHaveLength(2);
    const second = await groups(`?by=region&limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: [{ value: null }], nextCursor: null });
  });

  it('of a key that is limited to stores have only these', async () => {
    const { secret } = await addKey(system.database, { role: 'reader', stores: ['b', 'd'] });
    const client = httpClient(system.url, secret);
    expect(await groups('', client)).toMatchObject({
      kinds: ['region'],
      items: [
        { value: 'west', stores: 1, met: 1, missed: 0 },
        { value: null, stores: 1 },
      ],
    });
  });

  it('are none where there are no polls, and no kinds', async () => {
    await withSystem({}, async ({ http: own, database }) => {
      expect((await own.get('/now/groups')).body).toEqual({
        asOf: null,
        dataVersion: null,
        kinds: [],
        by: null,
        items: [],
        nextCursor: null,
      });
      await importText(database, polls('a,2023-01-24 10:00 UTC,active'));
      expect((await own.get('/now/groups')).body).toMatchObject({ kinds: [], by: null, items: [] });
    });
  });
});
