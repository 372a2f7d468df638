import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours, importText, polls, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

/** The clock of these tests: 2023-02-01T00:00:00Z. In Denver it is still January, in Tokyo 09:00. */
beforeAll(async () => {
  await importText(
    system.database,
    polls(
      'denver,2023-01-30 18:00 UTC,active',
      'denver,2023-01-31 18:00 UTC,inactive',
      'tokyo,2023-01-20 00:00 UTC,active',
    ),
  );
  await importText(system.database, hours(...[0, 1, 2, 3, 4, 5, 6].map((day) => `denver,${day},09:00,17:00`)));
  await importText(system.database, zones('denver,America/Denver', 'tokyo,Asia/Tokyo', 'apia,Pacific/Apia'));
});

const ask = (storeId: string, query: string, what = 'uptime') => http.get(`/stores/${storeId}/${what}?${query}`);

describe('a window of a store that is a period of the calendar (24)', () => {
  it.each([
    ['denver', 'window=2023-01-30', '2023-01-30T07:00', '2023-01-31T07:00', 8],
    ['denver', 'window=today', '2023-01-31T07:00', '2023-02-01T00:00', 8],
    ['denver', 'window=yesterday', '2023-01-30T07:00', '2023-01-31T07:00', 8],
    ['denver', 'window=last_week_mon_sun', '2023-01-23T07:00', '2023-01-30T07:00', 56],
    ['denver', 'window=this_month', '2023-01-01T07:00', '2023-02-01T00:00', 31 * 8],
    ['denver', 'window=last_month', '2022-12-01T07:00', '2023-01-01T07:00', 31 * 8],
    ['denver', 'window=2022-W52', '2022-12-26T07:00', '2023-01-02T07:00', 56],
    ['denver', 'window=2022', '2022-01-01T07:00', '2023-01-01T07:00', 365 * 8],
    ['denver', 'window=P1D', '2023-01-31T00:00', '2023-02-01T00:00', 8],
    ['tokyo', 'window=last_month', '2022-12-31T15:00', '2023-01-31T15:00', 31 * 24],
    ['tokyo', 'window=last_month&asOf=2023-01-31T14:59:59Z', '2022-11-30T15:00', '2022-12-31T15:00', 31 * 24],
    ['apia', 'window=2011-12-30', '2011-12-30T10:00', '2011-12-30T10:00', 0],
  ])('%s, %s, is on its own clock', async (storeId, query, from, to, openHours) => {
    const { status, body } = await ask(storeId, query);
    expect([status, body.from?.slice(0, 16), body.to?.slice(0, 16)]).toEqual([200, from, to]);
    expect(body.openSeconds).toBe(openHours * 3_600);
  });

  it('has the same numbers as its instants, by every route', async () => {
    const { from, to, ...numbers } = (await ask('denver', 'window=yesterday')).body;
    // The poll of the next day counts, but is of another open interval (6, 26).
    expect(numbers).toMatchObject({ uptimeSeconds: 8 * 3_600, downtimeSeconds: 0 });
    expect((await ask('denver', `from=${from}&to=${to}`)).body).toEqual({ from, to, ...numbers });
    for (const what of ['timeline', 'outages', 'hours-of-week']) {
      const named = await ask('denver', 'window=yesterday', what);
      expect(named).toMatchObject({ status: 200, body: { from, to } });
      expect(named.body).toEqual((await ask('denver', `from=${from}&to=${to}`, what)).body);
    }
    const preview = await http.post('/stores/denver/uptime/preview?window=today', { businessHours: [] });
    expect(preview.body).toMatchObject({ current: { openSeconds: 8 * 3_600 }, changed: { openSeconds: 17 * 3_600 } });
  });

  it('is pinned by a cursor, also after midnight', async () => {
    const first = (await ask('denver', 'window=this_month&limit=2', 'timeline')).body;
    const next = (await ask('denver', `window=this_month&limit=2&cursor=${first.nextCursor}`, 'timeline')).body;
    expect([next.from, next.to, next.asOf]).toEqual([first.from, first.to, first.asOf]);
  });

  it('may be empty if it is relative: today, at midnight', async () => {
    const { status, body } = await ask('denver', 'window=today&asOf=2023-01-31T07:00:00Z');
    expect(status).toBe(200);
    expect(body).toMatchObject({ from: body.to, openSeconds: 0, uptimePercent: null });
  });

  it.each([
    ['window=2023-02', 422, '2023-02 has not begun in America/Denver as of 2023-02-01T00:00:00.000000Z.'],
    ['window=2023-02-30', 400, expect.stringContaining('"2023-02-30" is no date of the calendar')],
    ['window=2023-W53', 400, expect.stringContaining('is no week: 2023 has 52')],
    ['window=last_week', 400, expect.stringContaining('write P7D for seven days, or last_week_mon_sun')],
    ['window=P400D', 400, expect.stringContaining('no longer than 366 days')],
    ['window=today&asOf=2023-02-02T00:00:00Z', 422, expect.stringContaining('is in the future')],
    ['window=today&from=2023-01-01T00:00:00Z', 400, expect.stringContaining('by window, or by both from and to')],
    ['from=2023-01-01T00:00:00Z', 400, expect.stringContaining('by window, or by both from and to')],
    ['', 400, expect.stringContaining('by window, or by both from and to')],
  ])('is refused if it can not be: %s', async (query, status, detail) => {
    expect(await ask('denver', query)).toMatchObject({ status, body: { detail } });
  });
});
