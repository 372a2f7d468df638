import { beforeEach, describe, expect, it } from '@jest/globals';
import { hours, importText, polls, rowsOf, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const system = useSystem({ perTest: true });
const { http } = system;

beforeEach(async () => {
  await system.startWorker();
  await importText(system.database, polls('a,2023-01-20 12:00 UTC,active', 'b,2023-01-24 12:00 UTC,active'));
});

const push = (...pushed: [storeId: string, at: string, status: string][]) =>
  http.post(
    '/polls',
    pushed.map(([storeId, at, status]) => ({ storeId, at, status })),
  );

const staleness = async (reportId: string) => {
  const { body } = await http.get(`/reports/${reportId}`);
  return [body.stale, body.changed];
};

describe('a remade report', () => {
  const remake = async (reportId: string) => {
    const answer = await http.post(`/reports/${reportId}/remake`);
    expect(answer).toMatchObject({ status: 202, headers: expect.anything() });
    expect(answer.headers.get('location')).toBe(`/reports/${answer.body.reportId}`);
    return waitFor('it to end', async () => {
      const { body } = await http.get(`/reports/${answer.body.reportId}`);
      return body.status !== 'Running' && body;
    });
  };

  it.each([
    ['latest, on every store', {}],
    ['on one store, by the other rule', { storeIds: ['a'], interpolation: 'previous', reachHours: 3 }],
    ['of the past', { asOf: '2023-01-23T00:00:00Z' }],
  ])('%s, has the same bytes after later imports and corrections', async (_what, request) => {
    const report = await http.report(request);
    await push(['a', '2023-01-20T12:00:00Z', 'inactive'], ['b', '2023-01-24T11:00:00Z', 'inactive']);
    await push(['c', '2023-01-24T11:00:00Z', 'active'], ['a', '2023-01-25T11:00:00Z', 'inactive']);
    await importText(system.database, hours('a,0,09:00,17:00', 'b,1,09:00,17:00'));
    await importText(system.database, zones('a,Asia/Tokyo', 'b,UTC'));
    const again = await remake(report.reportId);
    expect(again).toMatchObject({ status: 'Complete', asOf: report.asOf, dataVersion: report.dataVersion });
    expect(again.csv).toEqual({ ...report.csv, url: again.csv.url });
    expect((await remake(again.reportId)).csv.sha256).toBe(report.csv.sha256);
  });

  it('needs an earlier report that began', async () => {
    const { body } = await http.post('/reports');
    await waitFor('it to begin', async () => (await http.get(`/reports/${body.reportId}`)).body.dataVersion !== null);
    await rowsOf(
      system.database,
      `update report set as_of = null, data_version = null where report_id = '${body.reportId}'`,
    );
    expect(await http.post(`/reports/${body.reportId}/remake`)).toMatchObject({ status: 409 });
    expect((await http.post('/reports/4f3a5f1e-7d0c-4a39-9d86-0d5f4f7e9a11/remake')).status).toBe(404);
  });
});

describe('a report whose data has changed', () => {
  it('says how many polls are new or corrected, and its remake is the same to the byte', async () => {
    const report = await http.report();
    expect(await staleness(report.reportId)).toEqual([false, { polls: 0, stores: 0 }]);

    await push(['a', '2023-01-21T12:00:00Z', 'inactive'], ['b', '2023-01-24T12:00:00Z', 'inactive']);
    expect(await staleness(report.reportId)).toEqual([true, { polls: 2, stores: 0 }]);
    expect((await http.get(`/reports/${report.reportId}`)).body.csv).toEqual(report.csv);

    const again = await http.report();
    expect(again.csv.sha256).not.toBe(report.csv.sha256);
    expect(again.dataVersion).toBeGreaterThan(report.dataVersion);
    expect(await staleness(again.reportId)).toEqual([false, { polls: 0, stores: 0 }]);
  });

  it('is not stale because of polls after its as-of instant, or before its windows', async () => {
    const { reportId } = await http.report();
    await push(['a', '2023-01-24T12:00:00.000001Z', 'inactive'], ['b', '2023-01-25T12:00:00Z', 'active']);
    await push(['a', '2023-01-16T11:59:59.999999Z', 'inactive']);
    expect(await staleness(reportId)).toEqual([false, { polls: 0, stores: 0 }]);
    await push(['a', '2023-01-16T12:00:00Z', 'inactive']);
    expect(await staleness(reportId)).toEqual([true, { polls: 1, stores: 0 }]);
  });

  it('is not stale because of a correction that was undone', async () => {
    const { reportId } = await http.report();
    await push(['b', '2023-01-24T12:00:00Z', 'inactive']);
    expect(await staleness(reportId)).toEqual([true, { polls: 1, stores: 0 }]);
    await push(['b', '2023-01-24T12:00:00Z', 'active']);
    expect(await staleness(reportId)).toEqual([false, { polls: 0, stores: 0 }]);
  });

  it('is stale because of other hours, another zone, or a new store', async () => {
    const { reportId } = await http.report();
    await importText(system.database, hours('a,0,09:00,17:00', 'a,1,09:00,17:00'));
    expect(await staleness(reportId)).toEqual([true, { polls: 0, stores: 1 }]);
    await importText(system.database, zones('a,Asia/Tokyo', 'b,UTC'));
    expect(await staleness(reportId)).toEqual([true, { polls: 0, stores: 2 }]);
    await push(['c', '2023-01-24T10:00:00Z', 'active']);
    expect(await staleness(reportId)).toEqual([true, { polls: 1, stores: 3 }]);
  });

  it('is stale only because of its own stores', async () => {
    const { reportId } = await http.report({ storeIds: ['a'] });
    await push(['b', '2023-01-24T11:00:00Z', 'inactive'], ['c', '2023-01-24T11:00:00Z', 'inactive']);
    await importText(system.database, zones('b,UTC'));
    expect(await staleness(reportId)).toEqual([false, { polls: 0, stores: 0 }]);
    await push(['a', '2023-01-24T11:00:00Z', 'inactive']);
    expect(await staleness(reportId)).toEqual([true, { polls: 1, stores: 0 }]);
  });
});

describe('a poll from a fast clock', () => {
  it('does not move "latest" into the future', async () => {
    await push(['fast', '2023-02-01T00:04:00Z', 'active']);
    const report = await http.report();
    expect(report.asOf).toBe('2023-02-01T00:00:00.000000Z');
    const { items } = (await http.get(`/reports/${report.reportId}/rows`)).body;
    expect(items.find(({ storeId }: any) => storeId === 'fast').windows.last_hour).toMatchObject({ uptimeSeconds: 0 });
    const { from, to } = items[0].windows.last_hour;
    expect((await http.get(`/stores/fast/uptime?from=${from}&to=${to}`)).status).toBe(200);
  });
});
