import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { httpClient } from '../support/http.js';
import { hours, importText, polls, zones } from '../support/importing.js';
import { startSystem, type TestSystem } from '../support/system.js';

let system: TestSystem;
let http: ReturnType<typeof httpClient>;

beforeEach(async () => {
  system = await startSystem();
  http = httpClient(system.url);
  await system.startWorker();
  await importText(system.database, polls('a,2023-01-20 12:00 UTC,active', 'b,2023-01-24 12:00 UTC,active'));
});

afterEach(async () => {
  await system.stop();
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

describe('a report whose data changed since it was made', () => {
  it('says so, and how many polls are new or corrected; asked for again as it was, it is the same to the byte', async () => {
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

  it('is not stale by what came in after its as-of instant, or is too old to be of account', async () => {
    const { reportId } = await http.report();
    await push(['a', '2023-01-24T12:00:00.000001Z', 'inactive'], ['b', '2023-01-25T12:00:00Z', 'active']);
    await push(['a', '2023-01-16T11:59:59.999999Z', 'inactive']);
    expect(await staleness(reportId)).toEqual([false, { polls: 0, stores: 0 }]);
    await push(['a', '2023-01-16T12:00:00Z', 'inactive']);
    expect(await staleness(reportId)).toEqual([true, { polls: 1, stores: 0 }]);
  });

  it('is not stale by a correction that was taken back', async () => {
    const { reportId } = await http.report();
    await push(['b', '2023-01-24T12:00:00Z', 'inactive']);
    expect(await staleness(reportId)).toEqual([true, { polls: 1, stores: 0 }]);
    await push(['b', '2023-01-24T12:00:00Z', 'active']);
    expect(await staleness(reportId)).toEqual([false, { polls: 0, stores: 0 }]);
  });

  it('is stale by other hours, another zone, and a store that it does not know', async () => {
    const { reportId } = await http.report();
    await importText(system.database, hours('a,0,09:00,17:00', 'a,1,09:00,17:00'));
    expect(await staleness(reportId)).toEqual([true, { polls: 0, stores: 1 }]);
    await importText(system.database, zones('a,Asia/Tokyo', 'b,UTC'));
    expect(await staleness(reportId)).toEqual([true, { polls: 0, stores: 2 }]);
    await push(['c', '2023-01-24T10:00:00Z', 'active']);
    expect(await staleness(reportId)).toEqual([true, { polls: 1, stores: 3 }]);
  });

  it('is stale by its own stores alone', async () => {
    const { reportId } = await http.report({ storeIds: ['a'] });
    await push(['b', '2023-01-24T11:00:00Z', 'inactive'], ['c', '2023-01-24T11:00:00Z', 'inactive']);
    await importText(system.database, zones('b,UTC'));
    expect(await staleness(reportId)).toEqual([false, { polls: 0, stores: 0 }]);
    await push(['a', '2023-01-24T11:00:00Z', 'inactive']);
    expect(await staleness(reportId)).toEqual([true, { polls: 1, stores: 0 }]);
  });
});
