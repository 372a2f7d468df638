import { beforeAll, describe, expect, it } from '@jest/globals';
import { importText, zones } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { httpClient } from '../../support/client/http.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;
let report: any;

const push = (rows: readonly string[]) =>
  http.post(
    '/polls',
    rows.map((row) => {
      const [storeId, hour, status, reason] = row.split(',');
      return { storeId, at: `2023-01-25T${hour}:00:00Z`, status, ...(reason !== undefined && { reason }) };
    }),
  );

beforeAll(async () => {
  await system.startWorker();
  await importText(system.database, zones('a,UTC', 'b,UTC', 'c,UTC'));
  await importText(system.database, 'store_id,group:region\na,west\nb,west\nc,east\n');
  const pushed = await push([
    'a,01,active',
    'a,02,inactive',
    'a,03,inactive,tablet offline',
    'a,05,active',
    'a,06,inactive,paused by staff',
    'a,08,active',
    'b,01,active',
    'b,02,inactive,paused by staff',
    'b,03,active',
    'c,01,active',
    'c,05,inactive',
    'c,06,active',
  ]);
  expect(pushed).toMatchObject({ status: 200, body: { inserted: 12, rejected: 0 } });
  report = await http.report({ asOf: '2023-01-25T12:00:00Z' });
});

const get = async (path: string, client = http) => (await client.get(path)).body;

describe('the reasons of outages', () => {
  it('are in the outages of a report and of a store', async () => {
    const { items } = await get(`/reports/${report.reportId}/outages?storeId=a`);
    expect(items.map(({ from, reason }: any) => [from, reason])).toEqual([
      ['2023-01-25T01:30:00.000000Z', 'tablet offline'],
      ['2023-01-25T05:30:00.000000Z', 'paused by staff'],
    ]);
    const ofStore = await get('/stores/a/outages?from=2023-01-25T00:00:00Z&to=2023-01-25T12:00:00Z');
    expect(ofStore.items.map((outage: any) => ({ storeId: 'a', name: null, ...outage }))).toEqual(items);
  });

  it('sum the outages of a report, and add up to its downtime', async () => {
    const { reasons, windows } = await get(`/reports/${report.reportId}/summary`);
    expect(reasons).toEqual([
      { reason: 'paused by staff', outages: 2, openSeconds: 2.5 * 3600 },
      { reason: 'tablet offline', outages: 1, openSeconds: 2.5 * 3600 },
      { reason: null, outages: 1, openSeconds: 2.5 * 3600 },
    ]);
    const downtime = reasons.reduce((sum: number, { openSeconds }: any) => sum + openSeconds, 0);
    expect(downtime).toBe(windows.find(({ name }: any) => name === 'last_week').downtimeSeconds);
  });

  it('sum the outages of each group, and add up to the fleet', async () => {
    const path = `/reports/${report.reportId}/summary?by=region`;
    const first = await get(path);
    expect(first.groups.map(({ value, reasons }: any) => [value, reasons])).toEqual([
      ['east', [{ reason: null, outages: 1, openSeconds: 2.5 * 3600 }]],
      [
        'west',
        [
          { reason: 'paused by staff', outages: 2, openSeconds: 2.5 * 3600 },
          { reason: 'tablet offline', outages: 1, openSeconds: 2.5 * 3600 },
        ],
      ],
    ]);
    expect(first.fleet.reasons).toEqual((await get(`/reports/${report.reportId}/summary`)).reasons);
    // The second answer comes from the kept sums.
    expect(await get(path)).toEqual(first);
  });

  it('are not told for a window whose outages are not stored', async () => {
    const { fleet } = await get(`/reports/${report.reportId}/summary?by=region&window=last_hour`);
    expect(fleet.reasons).toBeNull();
  });

  it('of stores that a key does not see are not summed', async () => {
    const { secret } = await addKey(system.database, { role: 'reader', stores: ['b'] });
    const client = httpClient(() => system.url, secret);
    const reasons = [{ reason: 'paused by staff', outages: 1, openSeconds: 3600 }];
    expect((await get(`/reports/${report.reportId}/summary`, client)).reasons).toEqual(reasons);
    expect((await get(`/reports/${report.reportId}/summary?by=region`, client)).fleet.reasons).toEqual(reasons);
  });

  it('that come later are in a later report, and not in the report itself', async () => {
    await push(['c,05,inactive,kitchen fire']);
    const path = `/reports/${report.reportId}/outages?storeId=c`;
    expect((await get(path)).items).toMatchObject([{ reason: null }]);
    const later = await http.report({ asOf: '2023-01-25T12:00:00Z' });
    expect((await get(`/reports/${later.reportId}/outages?storeId=c`)).items).toMatchObject([
      { reason: 'kitchen fire' },
    ]);
  });
});

describe('the reason of a pushed poll', () => {
  it('of more than 500 characters has the poll rejected, with why', async () => {
    const { status, body } = await push([`a,09,inactive,${'x'.repeat(501)}`]);
    expect(status).toBe(422);
    expect(body.detail).toMatch(/reason: .*500/);
  });
});
