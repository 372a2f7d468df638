import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours, importText, polls, zones } from '../../support/data/importing.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;
let report: any;

beforeAll(async () => {
  await importText(
    system.database,
    polls(
      'a,2023-01-23 10:14:00 UTC,active',
      'a,2023-01-23 11:15:00.000002 UTC,inactive',
      'b,2023-01-23 12:00:00 UTC,active',
      'c,2023-01-23 11:30:00 UTC,inactive',
      'd,2023-01-23 11:30:00 UTC,active',
      '=e,2023-01-20 11:30:00 UTC,inactive',
    ),
  );
  // A Monday. Store s is closed on it, and has no poll.
  await importText(system.database, hours('a,0,09:00:00,12:00:00', 's,6,09:00,09:01'));
  await importText(system.database, zones('a,Etc/UTC', 's,Etc/UTC'));
  await system.startWorker();
  report = await http.report();
});

const rows = (query = '') => http.get(`/reports/${report.reportId}/rows${query}`);

async function all(query: string): Promise<any[]> {
  const seen: any[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body, text }: any = await rows(`?${query}&limit=2${cursor && `&cursor=${cursor}`}`);
    if (body.items === undefined) throw new Error(text);
    seen.push(...body.items);
    cursor = body.nextCursor;
  }
  return seen;
}

describe('the rows of a report', () => {
  it('are exact, with open, unobserved and covered time beside uptime and downtime', async () => {
    const { status, body } = await rows('?storeId=a');
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        {
          storeId: 'a',
          timeZoneAssumed: false,
          name: null,
          groups: {},
          valuePerHour: null,
          state: 'down',
          windows: {
            last_hour: {
              from: '2023-01-23T11:00:00.000000Z',
              to: '2023-01-23T12:00:00.000000Z',
              openSeconds: 3600,
              uptimeSeconds: 0,
              downtimeSeconds: 3600,
              unobservedSeconds: 0,
              excusedSeconds: 0,
              coverage: 1,
              uptimePercent: 0,
              outages: null,
              longestOutageSeconds: null,
              meanTimeToRepairSeconds: null,
              meanTimeBetweenSeconds: null,
              target: null,
              met: null,
              budgetLeftSeconds: null,
              burnRate: null,
              lostValue: null,
            },
            last_day: expect.objectContaining({ openSeconds: 10800, unobservedSeconds: 0 }),
            last_week: expect.objectContaining({ openSeconds: 10800 }),
          },
        },
      ],
      nextCursor: null,
      total: 1,
    });
    // Halfway between the polls, to the microsecond.
    expect(body.items[0].windows.last_day).toMatchObject({ uptimeSeconds: 6270.000001, downtimeSeconds: 4529.999999 });
  });

  it('of a store that was never open have no coverage', async () => {
    expect((await rows('?storeId=s')).body.items[0].windows.last_day).toMatchObject({ openSeconds: 0, coverage: null });
  });

  it.each([
    ['storeId', (row: any) => row.storeId],
    ['last_hour.uptimeSeconds', (row: any) => row.windows.last_hour.uptimeSeconds],
    ['last_day.downtimeSeconds', (row: any) => row.windows.last_day.downtimeSeconds],
    ['last_week.unobservedSeconds', (row: any) => row.windows.last_week.unobservedSeconds],
    ['last_week.openSeconds', (row: any) => row.windows.last_week.openSeconds],
    ['last_day.coverage', (row: any) => row.windows.last_day.coverage ?? -1],
    [
      'last_week.uptimePercent',
      (row: any, order: string) => row.windows.last_week.uptimePercent ?? (order === 'asc' ? 101 : -1),
    ],
  ])('are sorted by %s, page by page, either way, each once', async (sort, valueOf) => {
    for (const order of ['asc', 'desc'] as const) {
      const items = await all(`sort=${sort}&order=${order}`);
      expect(items.map(({ storeId }) => storeId).sort()).toEqual(['=e', 'a', 'b', 'c', 'd', 's']);
      const sign = order === 'asc' ? 1 : -1;
      items.slice(1).forEach((row, index) => {
        const [before, after] = [valueOf(items[index], order), valueOf(row, order)];
        if (before === after) expect(items[index].storeId < row.storeId).toBe(true);
        else expect((before < after ? 1 : -1) * sign).toBe(1);
      });
    }
  });

  it('agree with the CSV of the report', async () => {
    const csv: any[] = parse((await http.get(report.csv.url)).text, { columns: true });
    const items = await all('sort=storeId');
    expect(items.map(({ windows }) => (windows.last_day.uptimeSeconds / 3600).toFixed(2))).toEqual(
      csv.map((row) => row.uptime_last_day_hours),
    );
    for (const { windows } of items) {
      for (const window of Object.values<any>(windows)) {
        expect(window.uptimeSeconds + window.downtimeSeconds + window.unobservedSeconds).toBeCloseTo(
          window.openSeconds,
          6,
        );
      }
    }
  });

  it('are one CSV with all columns, safe for a spreadsheet', async () => {
    const answer = await rows('?format=csv');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const csv: any[] = parse(answer.text, { columns: true });
    expect(Object.keys(csv[0])).toHaveLength(21);
    expect(csv.map((row) => row.store_id)).toEqual(["'=e", 'a', 'b', 'c', 'd', 's']);
    expect(csv[1]).toMatchObject({ last_hour_open_seconds: '3600', last_hour_coverage: '1' });
    expect(csv[5]).toMatchObject({ last_hour_open_seconds: '0', last_hour_coverage: '' });
  });

  it('of a store that is not in the report are none', async () => {
    expect((await rows('?storeId=nobody')).body).toEqual({ items: [], nextCursor: null, total: 0 });
  });

  it('are found by a part of the id or the name, in any case, and are counted on all pages', async () => {
    await withSystem({}, async (found) => {
      const stores = ['Shop-1', 'shop-2', 'SHOP_%', 'café Ünal', 'other'];
      await importText(found.database, polls(...stores.map((store) => `${store},2023-01-23 11:30:00 UTC,active`)));
      await found.http.send('PATCH', '/stores/other', { name: 'Ünal & Söhne' });
      await found.startWorker();
      const { reportId } = await found.http.report();
      // A report has the names of its data version.
      await found.http.send('PATCH', '/stores/other', { name: 'Shop 3' });
      const search = async (text: string, more = '') => {
        const url = `/reports/${reportId}/rows?search=${encodeURIComponent(text)}${more}`;
        const { items, total, nextCursor } = (await found.http.get(url)).body;
        return { ids: items.map(({ storeId }: any) => storeId), total, nextCursor };
      };
      expect(await search('HOP')).toEqual({ ids: ['SHOP_%', 'Shop-1', 'shop-2'], total: 3, nextCursor: null });
      expect(await search('söhne')).toEqual({ ids: ['other'], total: 1, nextCursor: null });
      expect(await search('_%')).toEqual({ ids: ['SHOP_%'], total: 1, nextCursor: null });
      expect(await search('CAFÉ ü')).toEqual({ ids: ['café Ünal'], total: 1, nextCursor: null });
      expect(await search('hop', '&storeId=other')).toEqual({ ids: [], total: 0, nextCursor: null });
      expect((await search('ünal')).ids).toEqual(['café Ünal', 'other']);
      const first = await search('shop', '&limit=2&sort=last_day.uptimeSeconds');
      expect(first).toMatchObject({ ids: ['SHOP_%', 'Shop-1'], total: 3 });
      const second = await search('shop', `&limit=2&sort=last_day.uptimeSeconds&cursor=${first.nextCursor}`);
      expect(second).toEqual({ ids: ['shop-2'], total: 3, nextCursor: null });
    });
  });

  it.each([
    ['?search=%00', 400, /is no store id/],
    ['?sort=uptime', 400, /sort/],
    ['?order=up', 400, /order/],
    ['?limit=0', 400, /1 to 1000/],
    ['?cursor=W10', 400, /not a cursor of this list/],
    ['?storeId=%00', 400, /is no store id/],
    ['?format=xml', 400, /format/],
  ])('%s is a problem', async (query, status, detail) => {
    expect(await rows(query)).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
  });

  it('continue from a cursor only in the same order', async () => {
    const { nextCursor } = (await rows('?limit=2')).body;
    expect(await rows(`?limit=2&order=desc&cursor=${nextCursor}`)).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/belongs to sort=storeId&order=asc/) },
    });
  });

  it('are available once the report is complete', async () => {
    await withSystem({}, async (waiting) => {
      await importText(waiting.database, polls('a,2023-01-23 10:14:00 UTC,active'));
      const { reportId } = (await waiting.http.post('/reports')).body;
      expect(await waiting.http.get(`/reports/${reportId}/rows`)).toMatchObject({ status: 409 });
      expect(await waiting.http.get(`/reports/${reportId}/rows?format=csv`)).toMatchObject({ status: 409 });
    });
  });
});
