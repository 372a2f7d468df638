import { beforeAll, describe, expect, it } from '@jest/globals';
import { importText, polls } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

beforeAll(async () => {
  await system.startWorker();
  await importText(
    system.database,
    polls('a,2023-01-20 12:00 UTC,active', 'a,2023-01-23 11:15 UTC,inactive', 'a,2023-01-23 12:00 UTC,active'),
  );
});

const DAY_BEFORE = { from: '2023-01-22T00:00:00Z', to: '2023-01-23T00:00:00Z' };
const DAY_BEFORE_NAME = '2023-01-22T00:00:00Z/2023-01-23T00:00:00Z';

describe('a report over requested windows', () => {
  it('has columns that are named after them, in their order', async () => {
    const report = await http.report({ windows: ['PT1H', 'P7D', DAY_BEFORE, 'PT90M'] });
    expect(report.request.windows).toEqual(['PT1H', 'P7D', DAY_BEFORE_NAME, 'PT90M']);
    const [header, row] = (await http.get(report.csv.url)).text.split('\n');
    const names = ['PT1H_minutes', 'P7D_hours', `${DAY_BEFORE_NAME}_hours`, 'PT90M_hours'];
    const columns = [...names.map((name) => `uptime_${name}`), ...names.map((name) => `downtime_${name}`)];
    expect(header).toBe(['store_id', ...columns].join());
    expect(row).toBe('a,22.50,48.38,0.00,0.38,37.50,24.38,12.75,1.13');
  });

  it('agrees with one over the default windows, to the microsecond', async () => {
    const usual = await http.report();
    const asked = await http.report({ windows: ['PT1H', 'P1D', 'P7D'] });
    const rows = async ({ reportId }: any) => (await http.get(`/reports/${reportId}/rows`)).body.items[0].windows;
    const [expected, found] = [await rows(usual), await rows(asked)];
    expect(Object.values(found)).toEqual(Object.values(expected));
    expect(Object.keys(found)).toEqual(['PT1H', 'P1D', 'P7D']);
    const cells = async ({ csv }: any) => (await http.get(csv.url)).text.split('\n')[1];
    expect(await cells(asked)).toBe(await cells(usual));
  });

  it('can be sorted by them, and lists the columns if another is requested', async () => {
    const { reportId } = await http.report({ windows: ['PT1H', DAY_BEFORE] });
    const rows = (sort: string) => http.get(`/reports/${reportId}/rows?sort=${encodeURIComponent(sort)}`);
    expect((await rows(`${DAY_BEFORE_NAME}.coverage`)).body.items).toHaveLength(1);
    expect(await rows('last_day.coverage')).toMatchObject({
      status: 400,
      body: {
        detail: expect.stringMatching(/sort: there is no column "last_day.coverage"; there are storeId, PT1H\.open/),
      },
    });
    const csv = (await http.get(`/reports/${reportId}/rows?format=csv`)).text.split('\n')[0];
    expect(csv).toContain(`,PT1H_coverage,${DAY_BEFORE_NAME}_open_seconds,`);
  });

  it('is remade with them', async () => {
    const report = await http.report({ windows: ['PT2H'] });
    const { reportId } = (await http.post(`/reports/${report.reportId}/remake`)).body;
    expect((await http.waitUntilEnded(reportId)).csv.sha256).toBe(report.csv.sha256);
  });

  it.each([
    ['none', [], 400, /leave windows out/],
    ['thirteen', Array.from({ length: 13 }, (_, i) => `PT${i + 1}H`), 400, /at most 12 windows/],
    ['one of no length', ['PT0S'], 400, /windows\[0\]: "PT0S" must be longer than zero/],
    ['a negative one', ['PT1H', '-PT1H'], 400, /windows\[1\]: "-PT1H" must be longer than zero/],
    ['ten years', ['P3650D'], 400, /no longer than 366 days/],
    ['ten years, by name', ['P10Y'], 400, /months or years, which differ in length/],
    ['from after to', [{ from: DAY_BEFORE.to, to: DAY_BEFORE.from }], 400, /longer than zero/],
    ['without a zone', [{ ...DAY_BEFORE, from: '2023-01-22T00:00:00' }], 400, /has no time zone/],
    ['a number', [3600], 400, /expected is a duration such as "PT1H"/],
    ['the same twice', ['PT1H', 'PT1H'], 400, /windows\[1\]: PT1H is there twice/],
    [
      'what comes after the as-of instant',
      [{ ...DAY_BEFORE, to: '2023-01-23T12:00:00.000001Z' }],
      422,
      /no window may end after/,
    ],
  ])('is refused with %s', async (_what, windows, status, detail) => {
    const before = (await http.get('/reports?limit=100')).body.items.length;
    expect(await http.post('/reports', { windows })).toMatchObject({
      status,
      body: { status, detail: expect.stringMatching(detail) },
    });
    expect((await http.get('/reports?limit=100')).body.items).toHaveLength(before);
  });

  it.each([
    [
      'an as-of before all data',
      { asOf: '2023-01-20T11:59:59.999999Z' },
      422,
      /is before all data: the oldest poll is of 2023-01-20T12/,
    ],
    ['an as-of in the future', { asOf: '2024-01-20T11:59:59Z' }, 422, /is in the future/],
    ['10,000 store ids', { storeIds: Array.from({ length: 10_000 }, () => 'a') }, 400, /at most 5000 store ids/],
  ])('and so is one with %s', async (_what, body, status, detail) => {
    expect(await http.post('/reports', body)).toMatchObject({
      status,
      body: { detail: expect.stringMatching(detail) },
    });
  });
});
