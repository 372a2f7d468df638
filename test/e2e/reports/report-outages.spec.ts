import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours, importText, polls, rowsOf, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;
let report: any;

beforeAll(async () => {
  await system.startWorker();
  await importText(system.database, zones('bar,UTC', 'shop,UTC', 'fine,UTC'));
  await importText(
    system.database,
    hours('bar,0,18:00,22:00', 'bar,1,18:00,22:00', ...[0, 1, 2].map((day) => `shop,${day},09:00,12:00`)),
  );
  await importText(
    system.database,
    polls(
      // Monday and Tuesday evening; down from eight o'clock on Monday.
      'bar,2023-01-23 19:00 UTC,active',
      'bar,2023-01-23 21:00 UTC,inactive',
      'bar,2023-01-24 19:00 UTC,inactive',
      'bar,2023-01-24 21:00 UTC,active',
      'shop,2023-01-23 10:00 UTC,inactive',
      'shop,2023-01-24 10:00 UTC,active',
      'shop,2023-01-25 11:00 UTC,inactive',
      'fine,2023-01-24 10:00 UTC,active',
    ),
  );
  await http.send('PATCH', '/stores/bar', { name: 'The Bar' });
  report = await http.report({ asOf: '2023-01-25T12:00:00Z' });
});

const outages = (query = '') => http.get(`/reports/${report.reportId}/outages${query}`);

describe('the outages of a report', () => {
  it('are the periods of downtime, longest first; closed time does not divide them', async () => {
    const { status, body } = await outages();
    expect(status).toBe(200);
    expect(body).toEqual({
      window: { name: 'last_week', from: '2023-01-18T12:00:00.000000Z', to: '2023-01-25T12:00:00.000000Z' },
      items: [
        {
          storeId: 'bar',
          name: 'The Bar',
          from: '2023-01-23T20:00:00.000000Z',
          to: '2023-01-24T20:00:00.000000Z',
          openSeconds: 4 * 3600,
          ongoing: false,
          mayHaveBegunBefore: false,
          reason: null,
        },
        {
          storeId: 'shop',
          name: null,
          from: '2023-01-23T09:00:00.000000Z',
          to: '2023-01-23T12:00:00.000000Z',
          openSeconds: 3 * 3600,
          ongoing: false,
          // It was not open earlier in this week.
          mayHaveBegunBefore: true,
          reason: null,
        },
        {
          storeId: 'shop',
          name: null,
          from: '2023-01-25T09:00:00.000000Z',
          to: '2023-01-25T12:00:00.000000Z',
          openSeconds: 3 * 3600,
          ongoing: true,
          mayHaveBegunBefore: false,
          reason: null,
        },
      ],
      nextCursor: null,
    });
  });

  it('add up to the downtime of each store', async () => {
    const { items: rows } = (await http.get(`/reports/${report.reportId}/rows`)).body;
    for (const { storeId, windows } of rows) {
      const { items } = (await outages(`?storeId=${storeId}`)).body;
      const down = items.reduce((sum: number, { openSeconds }: any) => sum + openSeconds, 0);
      expect([storeId, down]).toEqual([storeId, windows.last_week.downtimeSeconds]);
    }
  });

  it('are listed page by page', async () => {
    const seen: any[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: any = await outages(`?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(seen).toEqual((await outages()).body.items);
  });

  it('are those of the longest requested window', async () => {
    report = await http.report({ asOf: '2023-01-25T12:00:00Z', windows: ['PT1H', 'PT36H', 'P1D'] });
    const { window, items } = (await outages()).body;
    expect(window.name).toBe('PT36H');
    expect(items.map(({ storeId, openSeconds }: any) => [storeId, openSeconds])).toEqual([
      ['shop', 3 * 3600],
      ['bar', 2 * 3600],
    ]);
    expect(items[1]).toMatchObject({ mayHaveBegunBefore: true });
  });

  it('are missing in a report from before they were stored, and the response says what to do', async () => {
    const { reportId } = await http.report();
    await rowsOf(system.database, `update report set outages_window = null where report_id = '${reportId}'`);
    expect(await http.get(`/reports/${reportId}/outages`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/from before outages were kept.*remake/) },
    });
  });

  it.each([
    ['/reports/4f6f4d8c-7ab8-4f0e-9f39-0a52d4a1b6d2/outages', 404, /There is no report/],
    ['/reports/none/outages', 400, /a report id is a UUID/],
  ])('%s is %d', async (path, status, detail) => {
    expect(await http.get(path)).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
  });

  it('refuse a manipulated cursor', async () => {
    expect(await outages('?cursor=e30')).toMatchObject({ status: 400 });
  });
});
