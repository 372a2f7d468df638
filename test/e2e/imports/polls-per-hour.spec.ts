import { beforeAll, describe, expect, it } from '@jest/globals';
import { PollRepository } from '../../../src/persistence/polls/poll.repository.js';
import { httpClient } from '../../support/client/http.js';
import { importText, instant, NOW, polls, zones } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

beforeAll(async () => {
  await importText(
    system.database,
    polls(
      'a,2023-01-24 09:00:00 UTC,active',
      'a,2023-01-24 09:59:59.999999 UTC,inactive',
      'b,2023-01-24 09:30:00 UTC,active',
      'a,2023-01-24 11:00:00 UTC,active',
      'b,2023-01-20 12:00:00 UTC,active',
    ),
  );
});

const hour = (text: string, counts: { polls: number; stores: number }) => ({
  hour: `2023-01-${text}:00:00.000000Z`,
  ...counts,
});

const NONE = { polls: 0, stores: 0 };

describe('the polls of each hour', () => {
  it('are counted, with their stores, up to the hour of the newest poll, also where there are none', async () => {
    const { status, body } = await http.get('/polls/hourly?hours=4');
    expect(status).toBe(200);
    expect(body).toEqual({
      newestPollAt: '2023-01-24T11:00:00.000000Z',
      items: [
        hour('24T08', NONE),
        hour('24T09', { polls: 3, stores: 2 }),
        hour('24T10', NONE),
        hour('24T11', { polls: 1, stores: 1 }),
      ],
    });
  });

  it('are those of three days by default, and of two weeks at most', async () => {
    const { items } = (await http.get('/polls/hourly')).body;
    expect(items).toHaveLength(72);
    const { items: all } = (await http.get('/polls/hourly?hours=336')).body;
    expect(all).toHaveLength(336);
    expect(all.slice(-72)).toEqual(items);
    expect(all.filter(({ polls: count }: any) => count > 0)).toHaveLength(3);
    expect(all).toContainEqual(hour('20T12', { polls: 1, stores: 1 }));
    expect((await http.get('/polls/hourly?hours=337')).status).toBe(400);
    expect((await http.get('/polls/hourly?hours=0')).status).toBe(400);
  });

  it('are those of its own stores for a key that is limited to some', async () => {
    const { secret } = await addKey(system.database, { role: 'reader', stores: ['b', 'nowhere'] });
    const { body } = await httpClient(system.url, secret).get('/polls/hourly?hours=3');
    expect(body.items).toEqual([hour('24T09', { polls: 1, stores: 1 }), hour('24T10', NONE), hour('24T11', NONE)]);
  });

  it('follow the data: new polls, late ones, corrections, deleted stores', async () => {
    await withSystem({}, async ({ database, http: own }) => {
      const counts = async () => {
        const { items } = (await own.get('/polls/hourly?hours=336')).body;
        return items.filter(({ polls: count }: any) => count > 0);
      };
      const push = async (storeId: string, at: string, status = 'active') =>
        own.post('/polls', { storeId, at: `2023-01-${at}Z`, status });
      await importText(database, polls('a,2023-01-24 09:00 UTC,active', 'b,2023-01-24 09:10 UTC,active'));
      expect(await counts()).toEqual([hour('24T09', { polls: 2, stores: 2 })]);
      await push('a', '24T10:00:00');
      expect(await counts()).toEqual([hour('24T09', { polls: 2, stores: 2 }), hour('24T10', { polls: 1, stores: 1 })]);
      await push('a', '24T09:30:00');
      await push('a', '20T00:00:00');
      await push('a', '24T09:00:00', 'inactive');
      await importText(database, zones('a,UTC'));
      const late = hour('20T00', { polls: 1, stores: 1 });
      const newest = hour('24T10', { polls: 1, stores: 1 });
      expect(await counts()).toEqual([late, hour('24T09', { polls: 3, stores: 2 }), newest]);
      await own.send('DELETE', '/stores/b');
      expect(await counts()).toEqual([late, hour('24T09', { polls: 2, stores: 1 }), newest]);
    });
  });

  it('are without those of a month that was dropped', async () => {
    await withSystem({}, async ({ database, http: own }) => {
      await importText(database, polls('a,2022-12-31 23:00 UTC,active', 'a,2023-01-01 00:00 UTC,active'));
      const counts = async () => (await own.get('/polls/hourly?hours=2')).body.items.map((item: any) => item.polls);
      expect(await counts()).toEqual([1, 1]);
      await new PollRepository(database).dropBefore(instant('2023-01-01T00:00:00Z'), NOW);
      expect(await counts()).toEqual([0, 1]);
    });
  });

  it('are counted once for all who ask at once', async () => {
    const answers = await Promise.all(
      [72, 336, 10, 336].map(async (hours) => http.get(`/polls/hourly?hours=${hours}`)),
    );
    expect(answers.map(({ body }) => body.items.length)).toEqual([72, 336, 10, 336]);
    expect(answers[0]!.body.items).toEqual(answers[1]!.body.items.slice(-72));
  });

  it('are none before there are polls', async () => {
    await withSystem({}, async ({ http: empty, database }) => {
      expect((await empty.get('/polls/hourly')).body).toEqual({ newestPollAt: null, items: [] });
      await importText(database, zones('a,UTC'));
      expect((await empty.get('/polls/hourly')).body).toEqual({ newestPollAt: null, items: [] });
    });
  });
});
