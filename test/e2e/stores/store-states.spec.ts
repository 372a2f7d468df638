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
  await importText(system.database, hours('Closed,1,18:00,22:00', 'never,3,00:00,00:01'));
  await importText(
    system.database,
    zones('down-1,UTC', 'down-2,Asia/Kolkata', 'up-1,UTC', 'silent,UTC', 'Closed,UTC', 'never,UTC'),
  );
  await importText(
    system.database,
    polls(
      'down-1,2023-01-24 11:30 UTC,inactive',
      'down-2,2023-01-24 10:00 UTC,active',
      'down-2,2023-01-24 11:30 UTC,inactive',
      'up-1,2023-01-24 12:00 UTC,active',
      'up-2,2023-01-24 11:59 UTC,active',
      'silent,2023-01-20 11:30 UTC,active',
      'Closed,2023-01-20 11:30 UTC,active',
    ),
  );
});

const idsOf = ({ body }: any): string[] => body.items.map(({ storeId }: any) => storeId);
const list = async (query = '') => idsOf(await http.get(`/now/stores${query}`));

describe('the states of stores', () => {
  it('have the numbers that the store has in the same windows', async () => {
    const { status, body } = await http.get('/now/stores');
    expect(status).toBe(200);
    expect(body).toMatchObject({ asOf: '2023-01-24T12:00:00.000000Z', dataVersion: 3, total: 7, nextCursor: null });
    for (const { storeId, day, week, days } of body.items) {
      for (const window of [day, week]) {
        const bounds = `from=${window.from}&to=${window.to}&asOf=${body.asOf}`;
        expect((await http.get(`/stores/${storeId}/uptime?${bounds}`)).body).toMatchObject(window);
      }
      expect(days).toHaveLength(7);
      const sum = (time: string) => days.reduce((total: number, figures: any) => total + figures[time], 0);
      for (const time of ['openSeconds', 'uptimeSeconds', 'downtimeSeconds', 'unobservedSeconds', 'excusedSeconds']) {
        expect(sum(time)).toBe(week[time]);
        expect(days.at(-1)[time]).toBe(day[time]);
      }
    }
  });

  it('are those that GET /now counts', async () => {
    const { counts } = (await http.get('/now')).body;
    for (const state of ['down', 'unobserved', 'up', 'closed']) {
      expect((await http.get(`/now/stores?state=${state}&limit=1`)).body.total).toBe(counts[state]);
    }
  });

  it('have a time zone also where none is known', async () => {
    const { items } = (await http.get('/now/stores?search=up-')).body;
    expect(items).toMatchObject([
      { storeId: 'up-1', timeZone: 'UTC', timeZoneAssumed: false, state: 'up' },
      { storeId: 'up-2', timeZone: 'America/Chicago', timeZoneAssumed: true, state: 'up' },
    ]);
  });

  it.each([
    ['?search=OWN', ['down-1', 'down-2']],
    ['?search=closed', ['Closed']],
    ['?search=', ['Closed', 'down-1', 'down-2', 'never', 'silent', 'up-1', 'up-2']],
    ['?search=%25', []],
    ['?state=down', ['down-1', 'down-2']],
    ['?state=down&state=unobserved', ['down-1', 'down-2', 'silent']],
    ['?timeZone=Asia/Kolkata', ['down-2']],
    ['?timeZone=America/Chicago', ['up-2']],
    ['?timeZone=Asia', []],
    ['?state=down&search=1&timeZone=UTC', ['down-1']],
  ])('are filtered by %s', async (query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  it.each([
    ['?order=desc', ['up-2', 'up-1', 'silent', 'never', 'down-2', 'down-1', 'Closed']],
    ['?sort=state', ['down-1', 'down-2', 'silent', 'up-1', 'up-2', 'Closed', 'never']],
    ['?sort=state&order=desc', ['Closed', 'never', 'up-1', 'up-2', 'silent', 'down-1', 'down-2']],
    ['?sort=timeZone', ['up-2', 'down-2', 'Closed', 'down-1', 'never', 'silent', 'up-1']],
    ['?sort=day.downtimeSeconds&order=desc&state=down', ['down-1', 'down-2']],
    ['?sort=day.uptimePercent', ['down-1', 'down-2', 'up-1', 'up-2', 'Closed', 'never', 'silent']],
    ['?sort=day.uptimePercent&order=desc', ['up-1', 'up-2', 'down-2', 'down-1', 'Closed', 'never', 'silent']],
  ])('are sorted by %s', async (query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  it('come page by page, the same as all at once, whatever they are sorted by', async () => {
    const sorts = ['storeId', 'state', 'timeZone', 'day.coverage', 'week.uptimePercent', 'week.unobservedSeconds'];
    for (const sort of sorts) {
      for (const order of ['asc', 'desc']) {
        const query = `?sort=${sort}&order=${order}`;
        const pages: string[] = [];
        for (let cursor = ''; ;) {
          const { body } = await http.get(`/now/stores${query}&limit=2${cursor}`);
          expect(body.total).toBe(7);
          pages.push(...idsOf({ body }));
          if (body.nextCursor === null) break;
          cursor = `&cursor=${body.nextCursor}`;
        }
        expect({ query, pages }).toEqual({ query, pages: await list(query) });
      }
    }
  });

  it('go on after the last page when the data have changed', async () => {
    await withSystem({}, async ({ database, http: own }) => {
      await importText(database, polls(...['a', 'b', 'c', 'd'].map((id) => `${id},2023-01-24 12:00 UTC,active`)));
      const { body: first } = await own.get('/now/stores?limit=2');
      expect(idsOf({ body: first })).toEqual(['a', 'b']);
      await own.send('DELETE', '/stores/b');
      await own.send('POST', '/stores', { storeId: 'bb' });
      const next = await waitFor('the new figures', async () => {
        const { body } = await own.get(`/now/stores?cursor=${first.nextCursor}`);
        return body.dataVersion === 3 && body;
      });
      expect(idsOf({ body: next })).toEqual(['bb', 'c', 'd']);
    });
  });

  it('are those of its own stores for a key that is limited to some', async () => {
    const { secret } = await addKey(system.database, { role: 'reader', stores: ['down-2', 'up-2', 'nowhere'] });
    const own = httpClient(system.url, secret);
    expect((await own.get('/now/stores?sort=state')).body).toMatchObject({
      total: 2,
      items: [{ storeId: 'down-2' }, { storeId: 'up-2' }],
    });
    expect((await own.get('/now/time-zones')).body).toEqual({
      items: [
        { timeZone: 'America/Chicago', stores: 1 },
        { timeZone: 'Asia/Kolkata', stores: 1 },
      ],
    });
  });

  it.each([
    ['?state=asleep', /state/],
    ['?sort=name', /sort/],
    ['?limit=1001', /limit/],
    ['?cursor=none', /not a cursor of this list/],
    ['?colour=red', /"colour" is not known here/],
  ])('are refused for %s', async (query, detail) => {
    const { status, body } = await http.get(`/now/stores${query}`);
    expect({ status, detail: body.detail }).toEqual({ status: 400, detail: expect.stringMatching(detail) });
  });

  it('are refused for the cursor of another order', async () => {
    const { nextCursor } = (await http.get('/now/stores?limit=1')).body;
    const { status, body } = await http.get(`/now/stores?sort=state&cursor=${nextCursor}`);
    expect(status).toBe(400);
    expect(body.detail).toMatch(/The cursor belongs to sort=storeId&order=asc/);
  });
});

describe('the time zones of stores', () => {
  it('are listed with the number of stores, most first', async () => {
    expect((await http.get('/now/time-zones')).body).toEqual({
      items: [
        { timeZone: 'UTC', stores: 5 },
        { timeZone: 'America/Chicago', stores: 1 },
        { timeZone: 'Asia/Kolkata', stores: 1 },
      ],
    });
  });
});
