import { beforeEach, describe, expect, it } from '@jest/globals';
import { httpClient } from '../../support/client/http.js';
import { hours, importText, polls, zones } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem({ perTest: true });
const { http } = system;

const HOLIDAY = { date: '2023-01-25', closed: true, reason: 'Holiday' };
const SHORT = { date: '2023-01-27', intervals: [{ open: '10:00', close: '12:00' }] };
const RANGE = 'from=2023-01-20&to=2023-01-31';
const PATH = '/groups/region/west/special-hours';
const AS_OF = '2023-01-29T00:00:00Z';

/** `pub` and `inn` are in the west, open every day 09:00-17:00. */
beforeEach(async () => {
  const days = [0, 1, 2, 3, 4, 5, 6];
  await importText(system.database, zones('pub,UTC', 'inn,UTC', 'bar,UTC'));
  const stores = ['pub', 'inn', 'bar'];
  await importText(
    system.database,
    hours(...stores.flatMap((store) => days.map((day) => `${store},${day},9:00,17:00`))),
  );
  await importText(system.database, 'store_id,group:region,group:brand\npub,west,x\ninn,west,y\nbar,east,x\n');
  const noons = ['24', '25', '26', '27', '28'].map((day) => `2023-01-${day} 11:00 UTC,active`);
  await importText(system.database, polls(...stores.flatMap((store) => noons.map((noon) => `${store},${noon}`))));
});

const openHours = async (store: string, version = '') => {
  const query = `from=2023-01-24T00:00:00Z&to=${AS_OF}&asOf=${AS_OF}${version}`;
  const { openSeconds, uptimeSeconds } = (await http.get(`/stores/${store}/uptime?${query}`)).body;
  expect(uptimeSeconds).toBe(openSeconds);
  return openSeconds / 3_600;
};

const hoursOn = async (store: string, date: string, version = '') => {
  const { body } = await http.get(`/stores/${store}/days?firstDate=${date}&lastDate=${date}&asOf=${AS_OF}${version}`);
  return body.days[0];
};

const dataVersion = async () => (await http.get('/now')).body.dataVersion as number;

describe('the special hours of a group (18)', () => {
  it('count for its stores, but for those that have their own on the date', async () => {
    await http.send('PUT', `/stores/inn/special-hours/${HOLIDAY.date}`, { intervals: SHORT.intervals });
    const answer = await http.send('PUT', `${PATH}?${RANGE}`, [HOLIDAY, SHORT]);
    expect(answer).toMatchObject({ status: 200, body: [HOLIDAY, SHORT] });
    expect((await http.get(`${PATH}?${RANGE}`)).body).toEqual([HOLIDAY, SHORT]);
    expect(await Promise.all(['pub', 'inn', 'bar'].map((store) => openHours(store)))).toEqual([26, 28, 40]);
  });

  it('of several groups are closed if one says so, and else joined', async () => {
    await http.send('PUT', `${PATH}/2023-01-27`, { intervals: SHORT.intervals, reason: 'Fair' });
    await http.send('PUT', '/groups/brand/x/special-hours/2023-01-27', {
      intervals: [{ open: '11:00', close: '14:00' }],
      reason: 'Training',
    });
    expect((await hoursOn('pub', '2023-01-27')).hours).toEqual({
      source: 'groups',
      rule: 18,
      groups: ['brand:x', 'region:west'],
      intervals: [
        { open: '10:00', close: '12:00' },
        { open: '11:00', close: '14:00' },
      ],
      reason: 'Training; Fair',
      closures: [],
      text: '10:00-12:00, 11:00-14:00 by the special hours of brand:x and region:west: Training; Fair (rule 18).',
    });
    expect(await openHours('pub')).toBe(36);
    await http.send('PUT', `${PATH}/2023-01-27`, { closed: true });
    expect((await hoursOn('pub', '2023-01-27')).hours).toMatchObject({ closed: true, groups: ['region:west'] });
    expect(await openHours('pub')).toBe(32);
  });

  it('are named, as everything else that makes the hours of a date, where its hours are', async () => {
    await http.send('PUT', `${PATH}?${RANGE}`, [HOLIDAY]);
    await http.send('PUT', `/stores/pub/special-hours/2023-01-26`, { intervals: SHORT.intervals });
    await http.post('/closures', {
      scope: { storeId: 'pub' },
      from: '2023-01-26T11:00:00Z',
      until: '2023-01-26T12:00:00Z',
      kind: 'closed',
    });
    expect(await hoursOn('pub', HOLIDAY.date)).toMatchObject({
      specialHours: HOLIDAY,
      hours: { text: 'Closed by the special hours of region:west: Holiday (rule 18).', closures: [] },
    });
    expect((await hoursOn('pub', '2023-01-26')).hours).toMatchObject({
      source: 'store',
      closures: ['closed'],
      text: '10:00-12:00 by its special hours (rule 18).',
    });
    expect(await hoursOn('pub', '2023-01-24')).toMatchObject({
      specialHours: null,
      hours: { source: 'week', rule: 19, text: '09:00-17:00 by its weekly hours (rule 19).' },
    });
    await http.post('/stores', { storeId: 'kiosk', timeZone: 'UTC' });
    expect((await hoursOn('kiosk', '2023-01-24')).hours).toMatchObject({
      source: 'always-open',
      rule: 1,
      text: 'Always open, since it has no hours (rule 1).',
    });
  });

  it('count as of a data version, by the groups of that version; a report is made again to the byte', async () => {
    await system.startWorker();
    await http.send('PUT', `${PATH}?${RANGE}`, [HOLIDAY]);
    const version = await dataVersion();
    const before = await http.report({ asOf: AS_OF, windows: ['P5D'] });
    await http.send('PATCH', '/stores/pub', { groups: { region: 'east' } });
    await http.send('PUT', `${PATH}?${RANGE}`, [SHORT]);
    expect([await openHours('pub'), await openHours('inn')]).toEqual([40, 34]);
    expect([
      await openHours('pub', `&dataVersion=${version}`),
      await openHours('inn', `&dataVersion=${version}`),
    ]).toEqual([32, 32]);
    expect((await hoursOn('pub', HOLIDAY.date, `&dataVersion=${version}`)).hours.groups).toEqual(['region:west']);
    const { body: stale } = await http.get(`/reports/${before.reportId}`);
    expect(stale).toMatchObject({ stale: true, changed: { polls: 0, stores: 2 } });
    const { body: made } = await http.post(`/reports/${before.reportId}/remake`);
    expect((await http.waitUntilEnded(made.reportId)).csv.sha256).toBe(before.csv.sha256);
    const after = await http.report({ asOf: AS_OF, windows: ['P5D'] });
    const { body: diff } = await http.get(`/reports/${after.reportId}/diff?against=${before.reportId}`);
    expect(diff.items).toMatchObject([
      { storeId: 'inn', windows: { P5D: { openSeconds: 2 * 3_600 } } },
      { storeId: 'pub', windows: { P5D: { openSeconds: 8 * 3_600 } } },
    ]);
  });

  it('that were changed back make no report stale', async () => {
    await system.startWorker();
    const { reportId } = await http.report({ asOf: AS_OF, windows: ['P5D'] });
    await http.send('PUT', `${PATH}/2023-01-25`, { closed: true });
    await http.send('PUT', `${PATH}/2023-01-25`, { closed: true, reason: 'Holiday' });
    expect((await http.get(`/reports/${reportId}`)).body).toMatchObject({ changed: { stores: 2 } });
    await http.send('DELETE', `${PATH}/2023-01-25`);
    expect((await http.get(`/reports/${reportId}`)).body).toMatchObject({ changed: { stores: 0 } });
  });

  it('are what the state of a store now, and a preview without its own, depend on', async () => {
    await http.send('PUT', `${PATH}/2023-01-28`, { closed: true });
    const { body: now } = await http.get('/now');
    expect(now.counts).toMatchObject({ closed: 2, up: 1 });
    await http.send('PUT', '/stores/pub/special-hours/2023-01-28', { intervals: SHORT.intervals });
    const query = `from=2023-01-28T00:00:00Z&to=${AS_OF}&asOf=${AS_OF}`;
    const change = { specialHours: { from: '2023-01-28', to: '2023-01-28', hours: [] } };
    const { body } = await http.post(`/stores/pub/uptime/preview?${query}`, change);
    expect([body.current.openSeconds, body.changed.openSeconds]).toEqual([2 * 3_600, 0]);
  });

  it('are set, corrected and removed, without losing an update, and each change is audited', async () => {
    const etag = (await http.get(`${PATH}?${RANGE}`)).headers.get('etag')!;
    const first = await http.send('PUT', `${PATH}?${RANGE}`, [HOLIDAY], { 'if-match': etag });
    expect(first.status).toBe(200);
    const second = await http.send('PUT', `${PATH}?${RANGE}`, [SHORT], { 'if-match': etag });
    expect(second).toMatchObject({
      status: 412,
      body: { detail: expect.stringContaining('The special hours of "region:west" are no longer those') },
    });
    expect((await http.send('PUT', `${PATH}/2023-01-27`, { intervals: SHORT.intervals })).body).toEqual([SHORT]);
    const version = await dataVersion();
    expect((await http.send('PUT', `${PATH}/2023-01-27`, { intervals: SHORT.intervals })).status).toBe(200);
    expect(await dataVersion()).toBe(version);
    expect((await http.send('DELETE', `${PATH}/2023-01-25`)).status).toBe(204);
    expect((await http.send('DELETE', `${PATH}/2023-01-25`)).status).toBe(204);
    expect((await http.get(`${PATH}?${RANGE}`)).body).toEqual([SHORT]);
    const { body } = await http.get('/audit?entity=group&entityId=region:west');
    expect(body.items).toHaveLength(3);
    expect(body.items[2]).toMatchObject({
      action: 'replace-special-hours',
      before: { specialHours: [] },
      after: { specialHours: [HOLIDAY] },
    });
  });

  it('of a group without stores are refused, and wait for a store that comes back', async () => {
    const unknown = '/groups/region/north/special-hours';
    for (const [method, rest, body] of [
      ['GET', `?${RANGE}`, undefined],
      ['PUT', `?${RANGE}`, []],
      ['PUT', '/2023-01-25', { closed: true }],
      ['DELETE', '/2023-01-25', undefined],
      ['POST', '', { holiday_hours: { '2023-01-25': {} } }],
    ] as const) {
      expect(await http.send(method, `${unknown}${rest}`, body)).toMatchObject({
        status: 404,
        body: { detail: 'No store is in the group "region:north". GET /groups lists those there are.' },
      });
    }
    await http.send('PUT', '/groups/region/east/special-hours/2023-01-25', { closed: true });
    await http.send('PATCH', '/stores/bar', { groups: { region: null } });
    expect(await openHours('bar')).toBe(40);
    await http.send('PATCH', '/stores/bar', { groups: { region: 'east' } });
    expect(await openHours('bar')).toBe(32);
  });

  it('are read by a key that is limited to one of its stores, and not changed', async () => {
    await http.send('PUT', `${PATH}?${RANGE}`, [HOLIDAY]);
    const { secret } = await addKey(system.database, { role: 'operator', stores: ['pub'] });
    const limited = httpClient(() => system.url, secret);
    expect((await limited.get(`${PATH}?${RANGE}`)).body).toEqual([HOLIDAY]);
    expect((await limited.get(`/groups/region/east/special-hours?${RANGE}`)).status).toBe(404);
    expect((await limited.send('PUT', `${PATH}?${RANGE}`, [])).status).toBe(403);
    expect((await limited.send('DELETE', `${PATH}/2023-01-25`)).status).toBe(403);
    expect((await limited.post(PATH, { holiday_hours: { '2023-01-26': {} } })).status).toBe(403);
    expect((await http.get(`${PATH}?${RANGE}`)).body).toEqual([HOLIDAY]);
  });
});

describe('special hours that are uploaded for a group', () => {
  it('are set as Uber has them, and all other dates stay', async () => {
    await http.send('PUT', `${PATH}?${RANGE}`, [HOLIDAY]);
    const answer = await http.post(PATH, { holiday_hours: { '2023-01-27': {} } });
    const set = [{ date: '2023-01-27', closed: true }];
    expect(answer).toMatchObject({ status: 200, body: { set, notTaken: 0 } });
    expect((await http.get(`${PATH}?${RANGE}`)).body).toEqual([HOLIDAY, ...set]);
    expect((await http.get('/audit?entity=group')).body.items[0]).toMatchObject({
      action: 'set-special-hours',
      entityId: 'region:west',
    });
  });

  it('from a calendar are closed where all clocks of the group are, and the rest is said', async () => {
    await http.send('PATCH', '/stores/inn', { timeZone: 'Asia/Tokyo' });
    const lines = [
      'BEGIN:VCALENDAR',
      ...['BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20230125', 'SUMMARY:Holiday', 'END:VEVENT'],
      ...['BEGIN:VEVENT', 'DTSTART:20230126T180000Z', 'DTEND:20230127T030000Z', 'SUMMARY:Move', 'END:VEVENT'],
      'END:VCALENDAR',
    ];
    const answer = await http.post(PATH, lines.join('\r\n'), { 'content-type': 'text/calendar' });
    expect(answer).toMatchObject({
      status: 207,
      body: {
        set: [HOLIDAY, { date: '2023-01-27', closed: true, reason: 'Move' }],
        problems: [{ where: '2023-01-26', reason: 'is closed on some clocks of the group only: UTC' }],
      },
    });
  });
});
