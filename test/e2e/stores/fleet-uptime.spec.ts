import { beforeAll, describe, expect, it } from '@jest/globals';
import { httpClient } from '../../support/client/http.js';
import { hours, importText, polls, zones } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const system = useSystem();
const { http } = system;

/** Tuesday, 24 January 2023, 12:00 UTC is the newest poll. */
beforeAll(async () => {
  await importText(system.database, hours('day,1,09:00,17:00', 'day,0,09:00,17:00'));
  await importText(system.database, zones('day,UTC', 'always,Asia/Kolkata'));
  await importText(
    system.database,
    polls(
      'day,2023-01-23 10:00 UTC,inactive',
      'day,2023-01-24 09:30 UTC,active',
      'day,2023-01-24 11:30 UTC,inactive',
      'always,2023-01-17 12:30 UTC,inactive',
      'always,2023-01-20 06:00:00.123456 UTC,active',
      'always,2023-01-23 11:50 UTC,inactive',
      'always,2023-01-24 12:00 UTC,active',
      'unknown,2023-01-19 03:00 UTC,active',
    ),
  );
});

const TIMES = ['openSeconds', 'uptimeSeconds', 'downtimeSeconds', 'unobservedSeconds', 'excusedSeconds'] as const;

const timesOf = (window: any) => Object.fromEntries(TIMES.map((time) => [time, window[time]]));

/** The sums over some stores of their uptime in a window, each by the route of the store. */
async function sumOverStores(storeIds: readonly string[], { from, to }: any, asOf: string) {
  const sums = Object.fromEntries(TIMES.map((time) => [time, 0]));
  for (const storeId of storeIds) {
    const { body } = await http.get(`/stores/${storeId}/uptime?from=${from}&to=${to}&asOf=${asOf}`);
    for (const time of TIMES) sums[time]! += body[time];
  }
  return sums;
}

describe('the uptime of all stores', () => {
  it('is that of each store, summed, for the last day, the week, and each day of the week', async () => {
    const { status, body } = await http.get('/now/uptime');
    expect(status).toBe(200);
    expect(body).toMatchObject({ asOf: '2023-01-24T12:00:00.000000Z', dataVersion: 3, stores: 3 });
    expect(body.days).toHaveLength(7);
    for (const window of [body.day, body.week, ...body.days]) {
      expect(timesOf(window)).toEqual(await sumOverStores(['day', 'always', 'unknown'], window, body.asOf));
    }
  });

  it('has windows of 24 hours that end at the newest poll and follow each other', async () => {
    const { day, week, days } = (await http.get('/now/uptime')).body;
    const bounds = ({ from, to }: any) => [from, to];
    expect(bounds(week)).toEqual(['2023-01-17T12:00:00.000000Z', '2023-01-24T12:00:00.000000Z']);
    expect(bounds(day)).toEqual(['2023-01-23T12:00:00.000000Z', '2023-01-24T12:00:00.000000Z']);
    expect(day).toEqual(days.at(-1));
    expect(days.map(({ from }: any) => from)).toEqual([week.from, ...days.slice(0, -1).map(({ to }: any) => to)]);
  });

  it('is that of its own stores for a key that is limited to some', async () => {
    const { secret } = await addKey(system.database, { role: 'reader', stores: ['day', 'nowhere'] });
    const { body } = await httpClient(system.url, secret).get('/now/uptime');
    expect(body.stores).toBe(1);
    expect(timesOf(body.week)).toEqual(await sumOverStores(['day'], body.week, body.asOf));
    const none = await addKey(system.database, { role: 'reader', stores: ['nowhere'] });
    const { body: nothing } = await httpClient(system.url, none.secret).get('/now/uptime');
    expect(nothing).toMatchObject({ stores: 0, week: { openSeconds: 0, coverage: null } });
  });

  it('follows the data: who asks gets the last figures, and soon the new ones', async () => {
    await withSystem({}, async ({ database, http: own }) => {
      const uptime = async () => (await own.get('/now/uptime')).body;
      const uptimeOf = (dataVersion: number) =>
        waitFor(`figures of data version ${dataVersion}`, async () => {
          const body = await uptime();
          return body.dataVersion === dataVersion && body;
        });
      await importText(database, polls('a,2023-01-24 12:00 UTC,active', 'b,2023-01-24 12:00 UTC,active'));
      const before = await uptime();
      expect(before).toMatchObject({
        dataVersion: 1,
        stores: 2,
        day: { uptimeSeconds: 2 * 86_400, downtimeSeconds: 0 },
      });
      await own.post('/polls', { storeId: 'a', at: '2023-01-24T13:00:00Z', status: 'inactive' });
      expect(await uptime()).toEqual(before);
      expect(await uptimeOf(2)).toMatchObject({
        asOf: '2023-01-24T13:00:00.000000Z',
        day: { uptimeSeconds: 2 * 86_400 - 1_800, downtimeSeconds: 1_800 },
      });
      await own.send('DELETE', '/stores/b');
      expect(await uptimeOf(3)).toMatchObject({ stores: 1 });
    });
  });

  it('is the same for all who ask at once before there are figures', async () => {
    await withSystem({}, async ({ database, http: own }) => {
      await importText(database, polls('a,2023-01-24 12:00 UTC,active'));
      const answers = await Promise.all(Array.from({ length: 20 }, () => own.get('/now/uptime')));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers[0]!.body.stores).toBe(1);
    });
  });

  it('is nothing before there are polls', async () => {
    await withSystem({}, async ({ http: empty, database }) => {
      await importText(database, zones('a,UTC'));
      const nothing = { asOf: null, dataVersion: null };
      const body = { ...nothing, stores: 0, day: null, week: null, days: [] };
      expect((await empty.get('/now/uptime')).body).toEqual(body);
      expect((await empty.get('/now/stores')).body).toEqual({ ...nothing, total: 0, items: [], nextCursor: null });
      expect((await empty.get('/now/time-zones')).body).toEqual({ items: [] });
    });
  });
});
