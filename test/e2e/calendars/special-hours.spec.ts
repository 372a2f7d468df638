import { beforeEach, describe, expect, it } from '@jest/globals';
import { hours, importText, polls, specialHours, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem({ perTest: true });
const { http } = system;

const CHRISTMAS = { date: '2023-01-25', closed: true, reason: 'Christmas' };
const SHORT = { date: '2023-01-27', intervals: [{ open: '10:00', close: '12:00' }] };
const RANGE = 'from=2023-01-20&to=2023-01-31';
const PATH = '/stores/bar/special-hours';

/** Open every day 18:00-02:00, with a poll in each night. */
beforeEach(async () => {
  const days = [0, 1, 2, 3, 4, 5, 6];
  await importText(system.database, zones('bar,UTC', 'kiosk,UTC'));
  await importText(system.database, hours(...days.map((day) => `bar,${day},18:00:00,02:00:00`)));
  const nights = ['24', '25', '26', '27', '28'].map((day) => `bar,2023-01-${day} 22:00 UTC,active`);
  await importText(system.database, polls(...nights, 'bar,2023-01-27 11:00 UTC,inactive'));
});

const uptime = async (from: string, to: string, version = '') => {
  const query = `from=${from}T12:00:00Z&to=${to}T12:00:00Z&asOf=2023-01-29T12:00:00Z${version}`;
  const { openSeconds, uptimeSeconds, downtimeSeconds } = (await http.get(`/stores/bar/uptime?${query}`)).body;
  return { open: openSeconds / 3_600, up: uptimeSeconds / 3_600, down: downtimeSeconds / 3_600 };
};

describe('the special hours of a store', () => {
  it('replace what begins on their date, in each number (18)', async () => {
    expect(await uptime('2023-01-24', '2023-01-28')).toEqual({ open: 32, up: 32, down: 0 });
    const answer = await http.send('PUT', `${PATH}?${RANGE}`, [CHRISTMAS, SHORT]);
    expect(answer).toMatchObject({ status: 200, body: [CHRISTMAS, SHORT] });
    expect((await http.get(`${PATH}?${RANGE}`)).body).toEqual([CHRISTMAS, SHORT]);
    expect(await uptime('2023-01-24', '2023-01-25')).toEqual({ open: 8, up: 8, down: 0 });
    expect(await uptime('2023-01-25', '2023-01-26')).toEqual({ open: 0, up: 0, down: 0 });
    expect(await uptime('2023-01-27', '2023-01-28')).toEqual({ open: 0, up: 0, down: 0 });
    const query = 'from=2023-01-27T00:00:00Z&to=2023-01-28T00:00:00Z&asOf=2023-01-29T12:00:00Z';
    const { body } = await http.get(`/stores/bar/timeline?${query}`);
    const states = body.segments.map(({ from, state }: { from: string; state: string }) => [from.slice(11, 16), state]);
    expect(states).toEqual(expect.arrayContaining([['10:00', 'down']]));
  });

  it('are data of a version: what was computed before stays, is stale, and is made again to the byte', async () => {
    await system.startWorker();
    const before = await http.report({ asOf: '2023-01-29T12:00:00Z', windows: ['P5D'] });
    const versionBefore = before.dataVersion;
    await http.send('PUT', `${PATH}/${CHRISTMAS.date}`, { closed: true });
    expect(await uptime('2023-01-24', '2023-01-28', `&dataVersion=${versionBefore}`)).toMatchObject({ open: 32 });
    const stale = (await http.get(`/reports/${before.reportId}`)).body;
    expect(stale).toMatchObject({ stale: true, changed: { polls: 0, stores: 1 } });
    const { body: made } = await http.post(`/reports/${before.reportId}/remake`);
    const remade = await http.waitUntilEnded(made.reportId);
    expect(remade.csv.sha256).toBe(before.csv.sha256);
    const after = await http.report({ asOf: '2023-01-29T12:00:00Z', windows: ['P5D'] });
    const { body: diff } = await http.get(`/reports/${after.reportId}/diff?against=${before.reportId}`);
    expect(diff.items).toMatchObject([{ storeId: 'bar', windows: { P5D: { openSeconds: -8 * 3_600 } } }]);
  });

  it('close a store that is otherwise always open, whatever interpolation', async () => {
    await importText(
      system.database,
      polls('kiosk,2023-01-10 12:00 UTC,active', 'kiosk,2023-01-26 20:00 UTC,inactive'),
    );
    await http.send('PUT', `/stores/kiosk/special-hours/2023-01-25`, { closed: true });
    const query = 'from=2023-01-24T00:00:00Z&to=2023-01-27T00:00:00Z&asOf=2023-01-27T00:00:00Z';
    for (const interpolation of ['nearest', 'previous']) {
      const { body } = await http.get(`/stores/kiosk/uptime?${query}&interpolation=${interpolation}`);
      expect(body).toMatchObject({ openSeconds: 48 * 3_600, uptimeSeconds: 0, downtimeSeconds: 24 * 3_600 });
    }
    expect((await http.get('/stores/kiosk')).body.alwaysOpen).toBe(true);
  });

  it('are set, corrected and removed date by date, and each change is audited', async () => {
    const date = `${PATH}/2023-01-25`;
    await http.send('PUT', date, { closed: true, reason: 'Christmas' });
    expect((await http.send('PUT', date, { intervals: SHORT.intervals })).body).toEqual([
      { ...SHORT, date: '2023-01-25' },
    ]);
    const blank = await http.send('PUT', date, { closed: true, reason: ' ' });
    expect(blank.body).toEqual([{ date: '2023-01-25', closed: true }]);
    expect((await http.send('DELETE', date)).status).toBe(204);
    expect((await http.send('DELETE', date)).status).toBe(204);
    expect((await http.get(`${PATH}?${RANGE}`)).body).toEqual([]);
    const { body } = await http.get('/audit?entity=store&entityId=bar');
    const own = body.items.filter(({ action }: { action: string }) => action === 'replace-special-hours');
    expect(own).toHaveLength(4);
    expect(own[3]).toMatchObject({ before: { specialHours: [] }, after: { specialHours: [CHRISTMAS] } });
  });

  it('can be previewed: what they would do to a window, and nothing is changed', async () => {
    await http.send('PUT', `${PATH}/2023-01-27`, { closed: true });
    const query = 'from=2023-01-24T12:00:00Z&to=2023-01-28T12:00:00Z&asOf=2023-01-29T12:00:00Z';
    const change = { specialHours: { from: CHRISTMAS.date, to: CHRISTMAS.date, hours: [CHRISTMAS] } };
    const { body } = await http.post(`/stores/bar/uptime/preview?${query}`, change);
    expect([body.current.openSeconds, body.changed.openSeconds]).toEqual([24 * 3_600, 16 * 3_600]);
    const without = { specialHours: { from: '2023-01-27', to: '2023-01-27', hours: [] } };
    const removed = (await http.post(`/stores/bar/uptime/preview?${query}`, without)).body;
    expect(removed.changed.openSeconds).toBe(32 * 3_600);
    expect((await http.get(`${PATH}?from=${CHRISTMAS.date}&to=${CHRISTMAS.date}`)).body).toEqual([]);
    const outside = { specialHours: { from: '2023-01-24', to: '2023-01-24', hours: [CHRISTMAS] } };
    expect(await http.post(`/stores/bar/uptime/preview?${query}`, outside)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'specialHours.hours[0].date' }] },
    });
  });

  it('are said of each day', async () => {
    await http.send('PUT', `${PATH}?${RANGE}`, [CHRISTMAS]);
    const query = 'firstDate=2023-01-24&lastDate=2023-01-26&asOf=2023-01-29T12:00:00Z';
    const { body } = await http.get(`/stores/bar/days?${query}`);
    const said = body.days.map(({ specialHours, openSeconds }: any) => [specialHours, openSeconds / 3_600]);
    // The night of the 24th ends on the 25th at 02:00.
    expect(said).toEqual([
      [null, 8],
      [CHRISTMAS, 2],
      [null, 6],
    ]);
  });

  it('are the same in whatever order their intervals come, and however often', async () => {
    const [morning, evening] = [
      { open: '08:00', close: '10:00' },
      { open: '18:00', close: '20:00' },
    ];
    const put = (...intervals: object[]) => http.send('PUT', `${PATH}/2023-01-25`, { intervals });
    expect((await put(evening, morning, evening)).body).toEqual([
      { date: '2023-01-25', intervals: [morning, evening] },
    ]);
    const { dataVersion } = (await http.get('/now')).body;
    await put(morning, evening);
    await importText(system.database, specialHours('bar,2023-01-25,18:00,20:00', 'bar,2023-01-25,8:00,10:00'));
    expect((await http.get('/now')).body.dataVersion).toBe(dataVersion);
  });

  it('are not overwritten by somebody who saw others', async () => {
    const etag = (await http.get(`${PATH}?${RANGE}`)).headers.get('etag')!;
    const first = await http.send('PUT', `${PATH}?${RANGE}`, [CHRISTMAS], { 'if-match': etag });
    expect(first.status).toBe(200);
    const second = await http.send('PUT', `${PATH}?${RANGE}`, [SHORT], { 'if-match': etag });
    expect(second).toMatchObject({ status: 412, body: { detail: expect.stringContaining('no longer those') } });
    const third = await http.send('PUT', `${PATH}?${RANGE}`, [SHORT], { 'if-match': first.headers.get('etag')! });
    expect(third).toMatchObject({ status: 200, body: [SHORT] });
  });

  it('outside of the range stay', async () => {
    await http.send('PUT', `${PATH}?${RANGE}`, [CHRISTMAS, SHORT]);
    await http.send('PUT', `${PATH}?from=2023-01-26&to=2023-01-31`, []);
    expect((await http.get(`${PATH}?${RANGE}`)).body).toEqual([CHRISTMAS]);
  });

  it('end with their store', async () => {
    await http.send('PUT', `${PATH}?${RANGE}`, [CHRISTMAS]);
    await http.send('DELETE', '/stores/bar');
    expect((await http.get(`${PATH}?${RANGE}`)).status).toBe(404);
    await http.post('/stores', { storeId: 'bar', timeZone: 'UTC' });
    expect((await http.get(`${PATH}?${RANGE}`)).body).toEqual([]);
  });
});

describe('special hours that can not be', () => {
  it.each([
    [[{ date: '2023-02-30', closed: true }], '[0].date', '"2023-02-30" is not a date such as 2024-03-11'],
    [[{ date: '2023-01-25' }], '[0].closed', 'a date has either intervals or "closed": true'],
    [[{ ...CHRISTMAS, ...SHORT, date: '2023-01-25' }], '[0].closed', 'a date has either intervals or "closed": true'],
    [[{ ...SHORT, intervals: [] }], '[0].intervals', expect.stringContaining('must have an interval')],
    [
      [{ ...SHORT, intervals: [{ open: '10:00', close: '30:00' }] }],
      '[0].intervals[0].close',
      '"30:00" is not a time of day up to 24:00, such as 09:00',
    ],
    [[CHRISTMAS, SHORT, { ...SHORT, date: '2023-01-25' }], '[2].date', 'is there already, as [0]'],
    [[{ ...CHRISTMAS, date: '2023-02-01' }], '[0].date', '2023-02-01 is not in the range 2023-01-20 to 2023-01-31'],
  ])('are refused, and nothing is changed: %j', async (body, path, message) => {
    const answer = await http.send('PUT', `${PATH}?${RANGE}`, body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path, message }] } });
    expect((await http.get(`${PATH}?${RANGE}`)).body).toEqual([]);
  });

  it.each([
    ['?from=2023-01-31&to=2023-01-20', 400],
    ['?from=2023-01-31', 400],
    ['/2023-13-01', 400],
    ['/christmas', 400],
  ])('are not asked for: %s', async (rest, status) => {
    const method = rest.startsWith('/') ? 'PUT' : 'GET';
    expect((await http.send(method, `${PATH}${rest}`, method === 'PUT' ? { closed: true } : undefined)).status).toBe(
      status,
    );
  });

  it('say which date is missing in the question', async () => {
    expect((await http.get(`${PATH}?from=2023-01-31`)).body.errors).toEqual([
      { path: 'to', message: 'expected is a date such as 2024-03-11' },
    ]);
  });
});
