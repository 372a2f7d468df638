import { beforeAll, describe, expect, it } from '@jest/globals';
import { httpClient } from '../../support/client/http.js';
import { hours, importText, polls, rowsOf, zones } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;
const AS_OF = '2023-01-25T12:00:00Z';
const EARLIER = '2023-01-25T11:00:00Z';
let report: any;

const micros = (seconds: number) => BigInt(Math.round(seconds * 1e6));
const seconds = (sum: bigint) => Number(sum) / 1e6;

/** Stores that were up for a share of the last day, in per cent; `half` reached for a part of it; `closed` never open. */
beforeAll(async () => {
  await system.startWorker();
  const share = (percent: number) => {
    const to = new Date(Date.parse(AS_OF) - Math.round(86_400_000 * (1 - percent / 100))).toISOString();
    return [`up-${percent},2023-01-24 12:00 UTC,active`, `up-${percent},${to},inactive`];
  };
  await importText(
    system.database,
    polls(...[0.01, 49.99, 50, 74, 75, 97, 99, 99.4, 99.5, 99.95].flatMap(share), 'UP-100,2023-01-25 11:30 UTC,active'),
  );
  await importText(system.database, polls('broken,2023-01-25 11:30 UTC,active', 'silent,2023-01-20 11:30 UTC,active'));
  await importText(system.database, hours('closed,6,09:00,09:01', 'broken,0,09:00,17:00'));
  await importText(system.database, zones('closed,Etc/UTC', 'broken,Etc/UTC'));
  await rowsOf(
    system.database,
    `update store_time_zone set time_zone = 'Europe/Atlantis'
     where store_key = (select key from store where external_id = 'broken')`,
  );
  report = await http.report({ asOf: AS_OF, interpolation: 'previous' });
});

const summary = async (client = http, id: string = report.reportId) => client.get(`/reports/${id}/summary`);
/** The rows with numbers. */
const computed = async () => {
  const { items } = (await http.get(`/reports/${report.reportId}/rows?limit=1000`)).body;
  return items.filter(({ windows }: any) => windows !== null);
};

describe('the summary of a report', () => {
  it('has the sums of its rows, window by window', async () => {
    const { status, body } = await summary();
    expect(status).toBe(200);
    expect(body).toMatchObject({ stores: 14, storesFailed: 1 });
    expect(body.windows.map(({ name }: any) => name)).toEqual(['last_hour', 'last_day', 'last_week']);
    const rows = await computed();
    for (const window of body.windows) {
      const sum = (field: string) =>
        rows.reduce((added: bigint, row: any) => added + micros(row.windows[window.name][field]), 0n) as bigint;
      const [up, down] = [sum('uptimeSeconds'), sum('downtimeSeconds')];
      expect(window).toMatchObject({
        from: rows[0].windows[window.name].from,
        to: '2023-01-25T12:00:00.000000Z',
        openSeconds: seconds(sum('openSeconds')),
        uptimeSeconds: seconds(up),
        downtimeSeconds: seconds(down),
        unobservedSeconds: seconds(sum('unobservedSeconds')),
        uptimePercent: Number((10_000n * up) / (up + down)) / 100,
      });
    }
  });

  it('has each store of which something was observed in the bucket of its per cent, and counts the others', async () => {
    const rows = await computed();
    for (const { name, distribution, storesUnobserved, storesWithoutOpenTime } of (await summary()).body.windows) {
      const percents = rows.map((row: any) => row.windows[name].uptimePercent);
      for (const { from, to, stores } of distribution) {
        const isIn = (percent: number) => (from === to ? percent === from : from <= percent && percent < to);
        const expected = percents.filter((percent: number | null) => percent !== null && isIn(percent)).length;
        expect({ name, from, stores }).toEqual({ name, from, stores: expected });
      }
      const inBuckets = distribution.reduce((sum: number, { stores }: any) => sum + stores, 0);
      expect(inBuckets + storesUnobserved + storesWithoutOpenTime).toBe(13);
    }
    const lastDay = (await summary()).body.windows[1];
    expect(lastDay).toMatchObject({ storesUnobserved: 1, storesWithoutOpenTime: 1 });
    expect(lastDay.distribution.map(({ stores }: any) => stores)).toEqual([2, 2, 1, 0, 1, 0, 2, 1, 1, 1]);
  });

  it('is of the stores of a limited key alone', async () => {
    const stores = ['UP-100', 'up-50', 'silent'];
    const { secret } = await addKey(system.database, { role: 'reader', stores });
    const { body } = await summary(httpClient(system.url, secret));
    const own = await http.report({ asOf: AS_OF, interpolation: 'previous', storeIds: stores });
    expect(body).toEqual((await summary(http, own.reportId)).body);
    expect(body).toMatchObject({ stores: 3, storesFailed: 0 });
  });

  it('of a report that is not there, or not complete, is a problem', async () => {
    expect((await summary(http, '00000000-0000-4000-8000-000000000000')).status).toBe(404);
    await withSystem({}, async (waiting) => {
      await importText(waiting.database, polls('a,2023-01-23 10:14:00 UTC,active'));
      const { reportId } = (await waiting.http.post('/reports')).body;
      expect(await waiting.http.get(`/reports/${reportId}/summary`)).toMatchObject({
        status: 409,
        body: { detail: expect.stringMatching(/Only a Complete report has rows/) },
      });
    });
  });
});

describe('the trend of reports', () => {
  let earlier: any;
  let other: any;
  beforeAll(async () => {
    earlier = await http.report({ asOf: EARLIER, interpolation: 'previous' });
    other = await http.report({ asOf: AS_OF, windows: ['PT1H', 'P1D'] });
    await http.report({ asOf: AS_OF, storeIds: ['silent'] });
  });

  const trend = (search: string, client = http) => client.get(`/reports/trend?${search}`);
  const ids = (body: any) => body.items.map(({ reportId }: any) => reportId);

  it('has the sums of a window over the complete reports on all stores, by their as-of instants', async () => {
    const { status, body } = await trend('window=last_day');
    expect(status).toBe(200);
    expect(ids(body)).toEqual([earlier.reportId, report.reportId]);
    for (const item of body.items) {
      const { reportId, asOf, trigger, stores, ...uptime } = item;
      const { body: summed } = await summary(http, reportId);
      expect(summed.windows[1]).toMatchObject(uptime);
      expect([stores, trigger]).toEqual([summed.stores, 'request']);
      expect(asOf).toBe((await http.get(`/reports/${reportId}`)).body.asOf);
    }
  });

  it('is of the last week by default, and of the newest reports', async () => {
    const { body } = await trend('limit=1');
    expect([body.window, ids(body)]).toEqual(['last_week', [report.reportId]]);
  });

  it('finds a window by the name that a report requested, wherever it is among the windows', async () => {
    const { body } = await trend('window=P1D');
    expect(ids(body)).toEqual([other.reportId]);
    const { windows } = (await summary(http, other.reportId)).body;
    expect(body.items[0].uptimeSeconds).toBe(windows[1].uptimeSeconds);
    expect((await trend('window=P9D')).body).toEqual({ window: 'P9D', items: [] });
  });

  it('is of the stores of a limited key alone', async () => {
    const { secret } = await addKey(system.database, { role: 'reader', stores: ['up-50'] });
    const { body } = await trend('window=last_day', httpClient(system.url, secret));
    expect(ids(body)).toEqual([earlier.reportId, report.reportId]);
    const [row] = (await http.get(`/reports/${report.reportId}/rows?storeId=up-50`)).body.items;
    const { openSeconds, uptimeSeconds, downtimeSeconds, unobservedSeconds, coverage } = row.windows.last_day;
    const uptime = { openSeconds, uptimeSeconds, downtimeSeconds, unobservedSeconds, coverage };
    expect(body.items[1]).toMatchObject({ stores: 1, ...uptime });
    expect((await trend('window=last_day')).body.items[1].stores).toBe(14);
  });

  it('sums a report once, since a complete one never changes', async () => {
    const before = (await trend('window=last_day')).body;
    await rowsOf(system.database, `delete from report_row where report_id = '${earlier.reportId}'`);
    expect((await trend('window=last_day')).body).toEqual(before);
  });

  it.each(['limit=0', 'limit=101', 'window=%00', 'window=last_day&since=2023'])('?%s is a problem', async (search) => {
    expect((await trend(search)).status).toBe(400);
  });
});
