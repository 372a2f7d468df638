import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours, importText, polls, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

const STORES = ['apia', 'berlin', 'denver', 'nowhere'];
const WINDOWS = ['last_month', '2023-01', 'today', 'P31D'];

beforeAll(async () => {
  const days = Array.from({ length: 60 }, (_, day) => new Date(Date.UTC(2022, 11, 3 + day)).toISOString().slice(0, 10));
  const flapping = STORES.flatMap((store, s) =>
    days.map((day, d) => `${store},${day} ${10 + s}:30 UTC,${(d + s) % 3 === 0 ? 'inactive' : 'active'}`),
  );
  await importText(system.database, polls(...flapping));
  await importText(system.database, hours(...[0, 1, 2, 3, 4, 5, 6].map((day) => `berlin,${day},09:00,17:00`)));
  await importText(system.database, zones('apia,Pacific/Apia', 'berlin,Europe/Berlin', 'denver,America/Denver'));
  await system.startWorker();
});

/** The clock of the system. In America it is January still. */
const AS_OF = '2023-02-01T00:00:00Z';

describe('a report on periods of the calendar (24)', () => {
  it('has for each store the numbers of its own period, as the store has them by itself', async () => {
    const report = await http.report({ asOf: AS_OF, windows: WINDOWS });
    expect(report).toMatchObject({ status: 'Complete', request: { windows: WINDOWS } });
    const { items } = (await http.get(`/reports/${report.reportId}/rows`)).body;
    expect(items.map(({ storeId }: any) => storeId)).toEqual(STORES);
    for (const { storeId, windows } of items) {
      for (const window of WINDOWS) {
        const query = `window=${window}&asOf=${AS_OF}&dataVersion=${report.dataVersion}`;
        const own = (await http.get(`/stores/${storeId}/uptime?${query}`)).body;
        const { from, to, uptimeSeconds, downtimeSeconds, unobservedSeconds, openSeconds } = own;
        expect([storeId, window, windows[window]]).toEqual([
          storeId,
          window,
          expect.objectContaining({ from, to, uptimeSeconds, downtimeSeconds, unobservedSeconds, openSeconds }),
        ]);
      }
    }
    const monthOf = (store: string) => items.find(({ storeId }: any) => storeId === store).windows.last_month;
    expect(monthOf('berlin')).toMatchObject({ from: '2022-12-31T23:00:00.000000Z', to: '2023-01-31T23:00:00.000000Z' });
    expect(monthOf('denver')).toMatchObject({ from: '2022-12-01T07:00:00.000000Z', to: '2023-01-01T07:00:00.000000Z' });
    // Without a zone: America/Chicago.
    expect(monthOf('nowhere')).toMatchObject({ from: '2022-12-01T06:00:00.000000Z' });
  });

  it('has columns named after them, in hours also while they are short', async () => {
    const asOf = '2023-01-31T23:20:00Z';
    const report = await http.report({
      asOf,
      windows: ['today', 'last_month', 'PT1H'],
      storeIds: ['berlin', 'denver'],
    });
    const { text } = await http.get(`/reports/${report.reportId}/csv`);
    const [header, berlin] = text.trim().split('\n');
    const columns = (state: string) => `${state}_today_hours,${state}_last_month_hours,${state}_PT1H_minutes`;
    expect(header!.trim()).toBe(`store_id,${columns('uptime')},${columns('downtime')}`);
    expect(berlin).toMatch(/^berlin,0\.00,/);
  });

  it('has its sums, its outages and its trend by name; a summary says the earliest beginning and the latest end', async () => {
    const report = await http.report({ asOf: AS_OF, windows: ['last_month'] });
    const path = `/reports/${report.reportId}`;
    const { items } = (await http.get(`${path}/rows`)).body;
    const [summed] = (await http.get(`${path}/summary`)).body.windows;
    const sum = (field: string) => items.reduce((all: number, row: any) => all + row.windows.last_month[field], 0);
    expect(summed).toMatchObject({
      name: 'last_month',
      from: '2022-11-30T10:00:00.000000Z',
      to: AS_OF.replace('Z', '.000000Z'),
      uptimeSeconds: sum('uptimeSeconds'),
      downtimeSeconds: sum('downtimeSeconds'),
    });
    const outages = (await http.get(`${path}/outages?limit=1000`)).body;
    expect(outages.window.name).toBe('last_month');
    const open = outages.items.reduce((all: number, outage: any) => all + outage.openSeconds, 0);
    expect(open).toBe(sum('downtimeSeconds'));
    const groups = (await http.get(`${path}/summary?by=region`)).body;
    expect(groups.window).toMatchObject({ name: 'last_month', from: summed.from, to: summed.to });
    expect(groups.fleet).toMatchObject({ downtimeSeconds: summed.downtimeSeconds, outages: outages.items.length });
    const { items: trend } = (await http.get('/reports/trend?window=last_month')).body;
    expect(trend.at(-1)).toMatchObject({ stores: STORES.length, downtimeSeconds: expect.any(Number) });
  });

  it('is made again with the same bytes, after the zone of a store has changed', async () => {
    const report = await http.report({ asOf: AS_OF, windows: WINDOWS });
    await http.send('PATCH', '/stores/denver', { timeZone: 'Asia/Tokyo' });
    const { body } = await http.post(`/reports/${report.reportId}/remake`);
    const remade = await http.waitUntilEnded(body.reportId);
    expect(remade.csv.sha256).toBe(report.csv.sha256);
    const [before, again] = await Promise.all(
      [report, remade].map(async ({ reportId }) => (await http.get(`/reports/${reportId}/rows`)).body.items),
    );
    expect(again).toEqual(before);
    await http.send('PATCH', '/stores/denver', { timeZone: 'America/Denver' });
  });

  it('may be empty for the stores where it has not begun, and is refused if it has begun nowhere', async () => {
    // The first of February has begun in Apia only.
    const report = await http.report({ asOf: '2023-01-31T12:00:00Z', windows: ['2023-02'] });
    const { items } = (await http.get(`/reports/${report.reportId}/rows`)).body;
    const openOf = Object.fromEntries(
      items.map(({ storeId, windows }: any) => [storeId, windows['2023-02'].openSeconds]),
    );
    expect(openOf).toEqual({ apia: 3_600, berlin: 0, denver: 0, nowhere: 0 });
    expect(await http.post('/reports', { asOf: '2023-01-31T09:00:00Z', windows: ['P1D', '2023-02'] })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'windows[1]', message: '2023-02 has not begun as of 2023-01-31T09:00:00.000000Z' }] },
    });
  });

  it.each([
    ['last_week', /write P7D for seven days, or last_week_mon_sun/],
    ['2023-W53', /is no week/],
    ['last_years', /no ISO 8601 duration .* nor a period such as/],
  ])('is refused if it is written %s', async (window, detail) => {
    expect(await http.post('/reports', { windows: [window] })).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(detail) },
    });
  });
});
