import { beforeAll, describe, expect, it } from '@jest/globals';
import { importText, polls } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;
let before: any;
let after: any;

beforeAll(async () => {
  await system.startWorker();
  const rows = ['a', 'b', 'c', 'd'].map((store) => `${store},2023-01-23 11:00 UTC,active`);
  await importText(system.database, polls(...rows, 'd,2023-01-23 12:00 UTC,active'));
  before = await http.report();
  await importText(
    system.database,
    polls('b,2023-01-23 11:00 UTC,inactive', 'a,2023-01-23 11:30 UTC,inactive', 'e,2023-01-23 11:00 UTC,active'),
  );
  after = await http.report();
});

const diff = (of: any, against: any, query = '') =>
  http.get(`/reports/${of.reportId}/diff?against=${against.reportId}${query}`);

describe('the difference of two reports', () => {
  it('lists the stores whose numbers differ, and by how much, exactly', async () => {
    const { status, body } = await diff(after, before);
    expect(status).toBe(200);
    expect(body.nextCursor).toBeNull();
    expect(body.items.map(({ storeId, change }: any) => [storeId, change])).toEqual([
      ['a', 'numbers'],
      ['b', 'numbers'],
      ['e', 'added'],
    ]);
    // Up until the midpoint between 11:00 and 11:30.
    expect(body.items[0].windows.last_hour).toEqual({
      openSeconds: 0,
      uptimeSeconds: -2700,
      downtimeSeconds: 2700,
      unobservedSeconds: 0,
      excusedSeconds: 0,
    });
    expect(body.items[1].windows.last_hour).toMatchObject({ uptimeSeconds: -3600, downtimeSeconds: 3600 });
    expect(body.items[2].windows).toBeNull();
  });

  it('has the opposite sign the other way round', async () => {
    const { items } = (await diff(before, after)).body;
    expect(items.map(({ change }: any) => change)).toEqual(['numbers', 'numbers', 'removed']);
    expect(items[1].windows.last_hour).toMatchObject({ uptimeSeconds: 3600, downtimeSeconds: -3600 });
  });

  it('is empty between a report and its remake', async () => {
    const { reportId } = (await http.post(`/reports/${before.reportId}/remake`)).body;
    expect((await diff(await http.waitUntilEnded(reportId), before)).body).toMatchObject({
      items: [],
      nextCursor: null,
    });
  });

  it('is listed page by page', async () => {
    const first = (await diff(after, before, '&limit=2')).body;
    const second = (await diff(after, before, `&limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items]).toEqual((await diff(after, before)).body.items);
    expect(second.nextCursor).toBeNull();
    expect(await diff(after, after, `&cursor=${first.nextCursor}`)).toMatchObject({ status: 400 });
    expect(await diff(after, before, `&cursor=${first.nextCursor}x`)).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/not a cursor of this list/) },
    });
  });

  it('needs two complete reports of the same windows', async () => {
    const other = await http.report({ windows: ['PT1H'] });
    expect(await diff(after, other)).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/other windows.*last_hour, last_day, last_week; PT1H/) },
    });
    expect(await http.get(`/reports/${after.reportId}/diff`)).toMatchObject({ status: 400 });
    const unknown = { reportId: '4f6f4d8c-7ab8-4f0e-9f39-0a52d4a1b6d2' };
    expect(await diff(after, unknown)).toMatchObject({ status: 404 });
    expect(await diff(unknown, after)).toMatchObject({ status: 404 });
  });
});
