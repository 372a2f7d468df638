import { beforeAll, describe, expect, it } from '@jest/globals';
import { importFolder } from '../../../src/temporal/folder-import.js';
import { hours, polls, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const system = useSystem();
const { http } = system;

/** The worked example of the rules, a store without hours, one without polls, and ids that look like formulas. */
const FILES = {
  'store_status.csv': polls(
    '100,2023-01-23 10:14:00 UTC,active',
    '100,2023-01-23 11:15:00 UTC,inactive',
    'always,2023-01-23 12:00:00 UTC,active',
    '"=cmd|1",2023-01-23 11:30:00 UTC,active',
  ),
  'menu_hours.csv': hours('100,0,09:00:00,12:00:00', 'silent,0,09:00,12:00', '"a,""b""",0,00:00,24:00'),
  'timezones.csv': zones('100,Etc/UTC', 'silent,Etc/UTC', '"a,""b""",Asia/Kathmandu'),
};

describe('before there is data', () => {
  it('a report is refused, and the response says what to do', async () => {
    expect(await http.post('/reports')).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('no polls yet') },
    });
    expect((await http.get('/reports')).body).toEqual({ items: [], nextCursor: null });
    expect((await http.get('/health/ready')).body).toEqual({
      status: 'ok',
      dataVersion: null,
      timeZoneData: { release: '2026f' },
    });
  });
});

describe('after the import of a folder', () => {
  beforeAll(async () => {
    for (const [name, text] of Object.entries(FILES)) await system.folder.write(`data/${name}`, text);
    await system.startWorker();
    const outcomes = await importFolder(system.temporal.client, system.config.taskQueue, () => undefined);
    expect(outcomes.map(({ fileName, status, inserted }) => [fileName, status, inserted])).toEqual([
      ['menu_hours.csv', 'Complete', 3],
      ['store_status.csv', 'Complete', 4],
      ['timezones.csv', 'Complete', 3],
    ]);
  });

  it('a second import of the folder imports nothing', async () => {
    const outcomes = await importFolder(system.temporal.client, system.config.taskQueue, () => undefined);
    expect(outcomes.map(({ status }) => status)).toEqual(['Unchanged', 'Unchanged', 'Unchanged']);
    expect((await http.get('/health/ready')).body).toMatchObject({ status: 'ok', dataVersion: 3 });
  });

  it('the id of a report may be written in upper case', async () => {
    const { reportId } = await http.report();
    for (const route of ['', '/csv', '/rows?sort=last_day.downtimeSeconds', '/outages', '/summary']) {
      const expected = await http.get(`/reports/${reportId}${route}`);
      const answer = await http.get(`/reports/${reportId.toUpperCase()}${route}`);
      expect([route, answer.status, answer.text]).toEqual([route, 200, expected.text]);
    }
  });

  it('a report is accepted at once and then generated, exact to the byte', async () => {
    const triggered = await http.post('/reports', {});
    expect(triggered.status).toBe(202);
    expect(triggered.body).toEqual({ reportId: expect.any(String), status: 'Running' });
    const location = triggered.headers.get('location')!;
    expect(location).toBe(`/reports/${triggered.body.reportId}`);
    const report = await waitFor('the report to end', async () => {
      const { body } = await http.get(location);
      return body.status !== 'Running' && body;
    });
    expect(report).toEqual({
      reportId: triggered.body.reportId,
      status: 'Complete',
      asOf: '2023-01-23T12:00:00.000000Z',
      dataVersion: 3,
      timeZoneData: { release: '2026f', remadeFrom: null },
      request: { asOf: 'latest', storeIds: null, group: null, interpolation: 'nearest', reachHours: 24, windows: null },
      requestedAt: '2023-02-01T00:00:00.000000Z',
      trigger: 'request',
      scheduledAt: null,
      finishedAt: '2023-02-01T00:00:00.000000Z',
      durationMs: 0,
      progress: { phase: null, storesDone: 5, storesTotal: 5, storesFailed: 0, rowsWritten: 5, secondsLeft: null },
      storesWithAssumedTimeZone: 2,
      attempt: 1,
      error: null,
      failedPart: null,
      csv: {
        url: `${location}/csv`,
        bytes: expect.any(Number),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        rows: 5,
      },
      workflow: { id: `report-${triggered.body.reportId}`, url: null },
      stale: false,
      changed: { polls: 0, stores: 0 },
      failedStores: [],
    });
    const csv = await http.get(report.csv.url);
    expect(csv.status).toBe(200);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-length')).toBe(String(report.csv.bytes));
    expect(csv.text).toBe(
      [
        'store_id,uptime_last_hour_minutes,uptime_last_day_hours,uptime_last_week_hours,downtime_last_hour_minutes,downtime_last_day_hours,downtime_last_week_hours',
        '100,0.00,1.74,1.74,60.00,1.26,1.26',
        "'=cmd|1,60.00,24.00,24.50,0.00,0.00,0.00",
        '"a,""b""",0.00,0.00,0.00,0.00,0.00,0.00',
        'always,60.00,24.00,24.00,0.00,0.00,0.00',
        'silent,0.00,0.00,0.00,0.00,0.00,0.00',
        '',
      ].join('\n'),
    );
  });

  it('the other interpolation has its own numbers', async () => {
    const report = await http.report({ interpolation: 'previous', storeIds: ['100'] });
    expect((await http.get(report.csv.url)).text.split('\n')[1]).toBe('100,15.00,2.25,2.25,45.00,0.75,0.75');
  });

  it('a shorter reach leaves more unobserved', async () => {
    const report = await http.report({ reachHours: 1, storeIds: ['always'] });
    expect((await http.get(report.csv.url)).text.split('\n')[1]).toBe('always,60.00,1.00,1.00,0.00,0.00,0.00');
  });

  it('a report can be as of a past instant', async () => {
    const report = await http.report({ asOf: '2023-01-23T12:00:00+01:00', storeIds: ['100'] });
    expect(report.asOf).toBe('2023-01-23T11:00:00.000000Z');
    expect((await http.get(report.csv.url)).text.split('\n')[1]).toBe('100,60.00,2.00,2.00,0.00,0.00,0.00');
  });

  it('"now" is the clock', async () => {
    expect(await http.report({ asOf: 'now' })).toMatchObject({
      status: 'Complete',
      asOf: '2023-02-01T00:00:00.000000Z',
    });
  });

  it('a report contains each requested store once', async () => {
    const report = await http.report({ storeIds: ['silent', '100', 'silent'] });
    expect(report.progress).toMatchObject({ storesDone: 2, storesTotal: 2 });
    expect((await http.get(report.csv.url)).text.split('\n').map((line: string) => line.split(',')[0])).toEqual([
      'store_id',
      '100',
      'silent',
      '',
    ]);
  });

  it('the same request on the same data gives the same bytes', async () => {
    const [one, other] = [await http.report(), await http.report()];
    expect(other.reportId).not.toBe(one.reportId);
    expect(other.csv.sha256).toBe(one.csv.sha256);
  });

  it('the CSV is not sent to a client that has it, and can be sent in part', async () => {
    const { csv } = await http.report();
    const etag = `"${csv.sha256}"`;
    const whole = await http.get(csv.url);
    expect(whole.headers.get('etag')).toBe(etag);
    expect((await http.get(csv.url, { 'if-none-match': etag })).status).toBe(304);
    expect((await http.get(csv.url, { 'if-none-match': '"other"' })).status).toBe(200);

    const part = await http.get(csv.url, { range: 'bytes=9-12' });
    expect(part).toMatchObject({ status: 206, text: whole.text.slice(9, 13) });
    expect(part.headers.get('content-range')).toBe(`bytes 9-12/${csv.bytes}`);
    expect((await http.get(csv.url, { range: 'bytes=-5' })).text).toBe(whole.text.slice(-5));
    expect((await http.get(csv.url, { range: 'bytes=9-', 'if-range': etag })).text).toBe(whole.text.slice(9));
    expect((await http.get(csv.url, { range: 'bytes=9-', 'if-range': '"other"' })).status).toBe(200);
    expect(await http.get(csv.url, { range: `bytes=${csv.bytes}-` })).toMatchObject({
      status: 416,
      body: { detail: expect.stringContaining(`${csv.bytes} bytes`) },
    });
  });

  it('reports are listed, newest first, page by page', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: any = await http.get(`/reports?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((report: any) => report.reportId));
      cursor = body.nextCursor;
    }
    expect(seen.length).toBeGreaterThan(6);
    expect(new Set(seen).size).toBe(seen.length);
    expect((await http.get('/reports?limit=100')).body.items.map((report: any) => report.reportId)).toEqual(seen);
  });
});

describe('the response to an invalid request says what would be right', () => {
  it.each([
    ['not JSON', '{"asOf":', 400, /JSON/],
    ['not an object', '[1]', 400, /expected object/],
    [
      'an unknown field',
      { asof: 'latest' },
      400,
      /"asof" is not known here; known are asOf, storeIds, group, interpolation/,
    ],
    [
      'an instant without a zone',
      { asOf: '2023-01-23T12:00:00' },
      400,
      /has no time zone; write it like 2023-01-25T18/,
    ],
    ['no instant', { asOf: 'yesterday' }, 400, /"yesterday" is not an instant/],
    ['an unknown interpolation', { interpolation: 'linear' }, 400, /interpolation: .*"nearest"\|"previous"/],
    ['a reach of nothing', { reachHours: 0 }, 400, /reachHours/],
    ['a reach that is no number', { reachHours: '24' }, 400, /reachHours/],
    ['no store at all', { storeIds: [] }, 400, /leave storeIds out/],
    ['an empty store id', { storeIds: ['100', ''] }, 400, /storeIds\[1\]/],
    ['too many store ids', { storeIds: Array.from({ length: 5_001 }, String) }, 400, /at most 5000 store ids/],
    ['the future', { asOf: '2023-02-01T00:00:00.000001Z' }, 422, /is in the future/],
    ['a store id that no store can have', { storeIds: ['\0'] }, 422, /Unknown stores: 1 of 1/],
    ['an unknown store', { storeIds: ['100', 'nowhere'] }, 422, /Unknown stores: 1 of 2/],
  ])('%s', async (_what, body, status, detail) => {
    const answer = await http.post('/reports', body);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ type: 'about:blank', status, detail: expect.stringMatching(detail) });
    expect(answer.status).toBe(status);
  });

  it.each([
    ['GET', '/reports/42', 400, /a report id is a UUID/],
    ['GET', '/reports/4f3a5f1e-7d0c-4a39-9d86-0d5f4f7e9a11', 404, /There is no report 4f3a5f1e/],
    ['GET', '/reports/4f3a5f1e-7d0c-4a39-9d86-0d5f4f7e9a11/csv', 404, /There is no report/],
    ['GET', '/reports?limit=0', 400, /limit: must be a whole number from 1 to 100/],
    ['GET', '/reports?limit=many', 400, /limit: must be a whole number/],
    ['GET', '/reports?cursor=nonsense', 400, /not a cursor of this list/],
    ['GET', '/reports?page=2', 400, /"page" is not known here; known are limit, cursor/],
    ['GET', '/stores/nowhere', 404, /There is no store "nowhere"/],
    ['GET', '/stores/%00', 404, /There is no store/],
    ['GET', `/stores?cursor=${Buffer.from('{"storeId":"\\u0000"}').toString('base64url')}`, 400, /not a cursor/],
    ['POST', '/store/%00/trigger_report', 404, /There is no store/],
    ['GET', '/stores?cursor=e30', 400, /not a cursor of this list/],
    ['GET', '/nowhere', 404, /nothing at GET \/nowhere/],
    ['DELETE', '/reports', 405, /takes GET, HEAD, POST, not DELETE/],
    ['GET', '/stores/%E0%A4%A', 400, /./],
  ])('%s %s', async (method, path, status, detail) => {
    const answer = await http.send(method, path);
    expect(answer.body).toMatchObject({ type: 'about:blank', status, detail: expect.stringMatching(detail) });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('and a body of another kind is 415', async () => {
    const answer = await http.post('/reports', '<x/>', { 'content-type': 'text/xml' });
    expect(answer).toMatchObject({ status: 415, body: { status: 415 } });
  });
});
