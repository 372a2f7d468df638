import { beforeEach, describe, expect, it } from '@jest/globals';
import { httpClient } from '../../support/client/http.js';
import { hours, importText, polls, zones } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem({ perTest: true });
const { http } = system;

const DAY = 'from=2023-01-24T00:00:00Z&to=2023-01-25T00:00:00Z&asOf=2023-01-25T00:00:00Z';
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
const LUNCH = { from: '2023-01-24T12:30:00.000000Z', until: '2023-01-24T15:00:00.000000Z' };
const EXCUSED = { scope: { storeId: 'cafe' }, ...LUNCH, kind: 'excused', reason: 'The platform was down' };

/** Two stores, open on Tuesday, 24 January, 09:00-17:00: up 09-11 and 13-17, down 11-13. */
beforeEach(async () => {
  await importText(system.database, zones('cafe,UTC', 'shop,Asia/Tokyo'));
  await importText(system.database, hours('cafe,1,09:00,17:00', 'shop,1,18:00,02:00'));
  const ofBoth = ['10:00 UTC,active', '12:00 UTC,inactive', '14:00 UTC,active'];
  await importText(
    system.database,
    polls(...['cafe', 'shop'].flatMap((id) => ofBoth.map((p) => `${id},2023-01-24 ${p}`))),
  );
});

const inHours = ({ uptimeSeconds, downtimeSeconds, unobservedSeconds, excusedSeconds }: any) =>
  [uptimeSeconds, downtimeSeconds, unobservedSeconds, excusedSeconds].map((seconds) => seconds / 3_600);

/** Up, down, unobserved and excused, in hours. */
const uptime = async (storeId = 'cafe', query = '') =>
  inHours((await http.get(`/stores/${storeId}/uptime?${DAY}${query}`)).body);

const add = async (closure: object) => http.post('/closures', closure);
const added = async (closure: object): Promise<any> => {
  const { status, body } = await add(closure);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
};

describe('a closure', () => {
  it('excuses the time, or closes the store, as in the worked case of rule 21', async () => {
    expect(await uptime()).toEqual([6, 2, 0, 0]);
    const { closureId, ...excused } = await added(EXCUSED);
    expect(excused).toEqual(EXCUSED);
    expect(await uptime()).toEqual([4, 1.5, 0, 2.5]);
    const { body } = await http.get(`/stores/cafe/uptime?${DAY}`);
    expect(body).toMatchObject({ openSeconds: 28_800, coverage: 1, uptimePercent: 72.72 });
    await added({ ...EXCUSED, kind: 'closed' });
    expect(await uptime()).toEqual([2, 1.5, 2, 0]);
    await http.send('DELETE', `/closures/${closureId}`);
    expect(await uptime()).toEqual([2, 1.5, 2, 0]);
    expect(await uptime('shop')).toEqual([6, 2, 0, 0]);
  });

  it('is in the timeline with its reason, and is no outage', async () => {
    await added(EXCUSED);
    const { body } = await http.get(`/stores/cafe/timeline?${DAY}`);
    expect(body.segments.map(({ from, state }: any) => [from.slice(11, 16), state])).toEqual([
      ['09:00', 'up'],
      ['11:00', 'down'],
      ['12:30', 'excused'],
      ['15:00', 'up'],
    ]);
    expect(body.segments[2].why).toMatchObject({
      rule: 21,
      text: expect.stringContaining('A closure excuses it'),
      begins: { because: 'closure' },
      polls: null,
    });
    const outages = (await http.get(`/stores/cafe/outages?${DAY}`)).body.items;
    expect(outages).toMatchObject([{ openSeconds: 5_400, ongoing: false }]);
  });

  it('may be for all stores, by the clock of each', async () => {
    await added({ scope: { fleet: true }, from: '2023-01-24T11:00:00', until: '2023-01-24T12:00:00', kind: 'excused' });
    expect(await uptime('cafe')).toEqual([6, 1, 0, 1]);
    // 11:00 in Tokyo is 02:00 UTC, when the shop is closed.
    expect(await uptime('shop')).toEqual([6, 2, 0, 0]);
    await added({ scope: { fleet: true }, from: '2023-01-24T22:00:00', kind: 'excused' });
    expect(await uptime('shop')).toEqual([2, 2, 0, 4]);
  });

  it('may be for a group, for the stores that are in it', async () => {
    await http.send('PATCH', '/stores/shop', { groups: { region: 'east' } });
    const scope = { group: { kind: 'region', value: 'east' } };
    expect(await added({ ...EXCUSED, scope })).toMatchObject({ scope });
    expect(await uptime('shop')).toEqual([4, 1.5, 0, 2.5]);
    expect(await uptime('cafe')).toEqual([6, 2, 0, 0]);
    await http.send('PATCH', '/stores/shop', { groups: { region: null } });
    expect(await uptime('shop')).toEqual([6, 2, 0, 0]);
    expect(await add({ ...EXCUSED, scope: { group: { kind: 'region', value: 'east' } } })).toMatchObject({
      status: 404,
    });
  });

  it('is data of a version: what was computed before is stale, and is made again to the byte', async () => {
    await system.startWorker();
    const asOf = '2023-01-25T00:00:00Z';
    const before = await http.report({ asOf });
    await added({ ...EXCUSED, scope: { fleet: true } });
    expect(await uptime('cafe', `&dataVersion=${before.dataVersion}`)).toEqual([6, 2, 0, 0]);
    const stale = (await http.get(`/reports/${before.reportId}`)).body;
    expect(stale).toMatchObject({ stale: true, changed: { polls: 0, stores: 2 } });
    const { body: made } = await http.post(`/reports/${before.reportId}/remake`);
    expect((await http.waitUntilEnded(made.reportId)).csv.sha256).toBe(before.csv.sha256);

    const after = await http.report({ asOf });
    const { body: diff } = await http.get(`/reports/${after.reportId}/diff?against=${before.reportId}`);
    expect(diff.items.map(({ storeId, windows }: any) => [storeId, ...inHours(windows.last_day)])).toEqual([
      ['cafe', -2, -0.5, 0, 2.5],
      ['shop', -2, -0.5, 0, 2.5],
    ]);
    const { body: rows } = await http.get(`/reports/${after.reportId}/rows?sort=last_day.coverage`);
    for (const { windows } of rows.items) {
      expect(inHours(windows.last_day)).toEqual([4, 1.5, 0, 2.5]);
      expect(windows.last_day).toMatchObject({ openSeconds: 28_800, coverage: 1 });
    }
    const csv = (await http.get(`/reports/${after.reportId}/rows?format=csv`)).text.split('\n');
    expect(csv[0]).toContain('last_day_unobserved_seconds,last_day_excused_seconds,last_day_coverage');
    expect(csv[1]).toContain('28800,14400,5400,0,9000,1');
    const { body: summary } = await http.get(`/reports/${after.reportId}/summary`);
    expect(inHours(summary.windows[1])).toEqual([8, 3, 0, 5]);
    const { body: trend } = await http.get('/reports/trend?window=last_day');
    const sums = trend.items.map((item: any) => inHours(item).join(' '));
    expect(sums.sort()).toEqual(['12 4 0 0', '12 4 0 0', '8 3 0 5']);
  });

  it('of all open time leaves a store that is neither unobserved nor without open time', async () => {
    await system.startWorker();
    await added({ ...EXCUSED, from: '2023-01-24T00:00:00Z', until: null });
    const { reportId } = await http.report({ asOf: '2023-01-25T00:00:00Z' });
    const { windows } = (await http.get(`/reports/${reportId}/summary`)).body;
    expect(windows[1]).toMatchObject({ storesExcused: 1, storesUnobserved: 0, storesWithoutOpenTime: 0 });
    const { body } = await http.get('/reports/' + reportId + '/rows?storeId=cafe');
    expect(body.items[0].windows.last_day).toMatchObject({
      coverage: null,
      uptimePercent: null,
      excusedSeconds: 28_800,
    });
  });

  it('is the state of a store now, and stays in the counts', async () => {
    await added({ ...EXCUSED, until: null });
    expect((await http.get('/now')).body.counts).toMatchObject({ up: 1, excused: 1 });
    const { body } = await http.get('/now/stores?state=excused');
    expect(body.items).toMatchObject([{ storeId: 'cafe', state: 'excused' }]);
    expect(body.items[0].days.at(-1)).toMatchObject({ excusedSeconds: 5_400 });
    expect((await http.get('/now/uptime')).body.day).toMatchObject({ excusedSeconds: 5_400 });
  });

  it('is previewed before it is there', async () => {
    const { body } = await http.post(`/stores/cafe/uptime/preview?${DAY}`, { closure: { ...LUNCH, kind: 'excused' } });
    expect([inHours(body.current), inHours(body.changed)]).toEqual([
      [6, 2, 0, 0],
      [4, 1.5, 0, 2.5],
    ]);
    expect((await http.get('/closures')).body.items).toEqual([]);
  });
});

describe('changing a closure', () => {
  it('ends it now, changes its reason, or removes it, and the audit trail says so', async () => {
    const { closureId } = await added({ ...EXCUSED, until: null });
    const path = `/closures/${closureId}`;
    const ended = await http.send('PATCH', path, { until: 'now' });
    expect(ended).toMatchObject({
      status: 200,
      body: { until: '2023-02-01T00:00:00.000000Z', reason: EXCUSED.reason },
    });
    const again = await http.send('PATCH', path, { until: LUNCH.until, reason: ' ' });
    expect(again.body).toEqual({ closureId, ...EXCUSED, reason: null });
    expect((await http.get(path)).body).toEqual(again.body);
    expect(await uptime()).toEqual([4, 1.5, 0, 2.5]);
    expect(await http.send('DELETE', path)).toMatchObject({ status: 204 });
    expect(await http.get(path)).toMatchObject({ status: 404 });
    expect(await uptime()).toEqual([6, 2, 0, 0]);
    const events = (await http.get(`/audit?entity=closure&entityId=${closureId}`)).body.items;
    expect(events.map(({ action }: any) => action)).toEqual(['delete', 'update', 'update', 'create']);
    expect(events[1]).toMatchObject({
      before: { reason: EXCUSED.reason },
      after: { reason: null, until: LUNCH.until },
    });
  });

  it('that changes nothing makes no data version', async () => {
    const { closureId } = await added(EXCUSED);
    const { dataVersion } = (await http.get(`/stores/cafe/uptime?${DAY}`)).body;
    expect((await http.send('PATCH', `/closures/${closureId}`, { kind: 'excused' })).status).toBe(200);
    expect((await http.get(`/stores/cafe/uptime?${DAY}`)).body.dataVersion).toBe(dataVersion);
  });

  it('is refused where it would end before it begins', async () => {
    const { closureId } = await added({ ...EXCUSED, from: '2030-01-01T00:00:00Z', until: null });
    const answer = await http.send('PATCH', `/closures/${closureId}`, { until: 'now' });
    expect(answer).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/end before it begins.*DELETE/) },
    });
  });

  it('ends with its store', async () => {
    const { closureId } = await added(EXCUSED);
    await http.send('DELETE', '/stores/cafe');
    expect(await http.get(`/closures/${closureId}`)).toMatchObject({ status: 404 });
  });
});

describe('closures of the same kind for the same stores', () => {
  it('do not overlap: the answer names the other one', async () => {
    const { closureId } = await added(EXCUSED);
    const late = { ...EXCUSED, from: '2023-01-24T14:59:59.999999Z', until: null };
    const refused = await add(late);
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining(closureId) } });
    await added({ ...late, from: LUNCH.until });
    await added({ ...late, kind: 'closed' });
    await added({ ...late, scope: { fleet: true } });
    expect(await http.send('PATCH', `/closures/${closureId}`, { until: null })).toMatchObject({ status: 409 });
  });

  it('overlap on a clock of their own, too', async () => {
    const local = { ...EXCUSED, from: '2023-01-24T12:30:00', until: '2023-01-24T15:00:00' };
    await added(local);
    expect(await add({ ...local, from: '2023-01-24T14:00:00', until: null })).toMatchObject({ status: 409 });
    await added({ ...local, from: '2023-01-24T15:00:00', until: '2023-01-24T15:30:00' });
  });
});

describe('a closure that is refused', () => {
  it.each([
    [
      'ends before it begins',
      { until: '2023-01-24T12:00:00Z' },
      400,
      /until: must be after from: .*end before it begins/,
    ],
    ['ends as it begins', { until: LUNCH.from }, 400, /end before it begins, or as it begins/],
    ['is of an unknown store', { scope: { storeId: 'nobody' } }, 404, /no store "nobody"/],
    ['is of an unknown group', { scope: { group: { kind: 'region', value: 'mars' } } }, 404, /"region:mars"/],
    ['says not for whom', { scope: undefined }, 400, /scope: expected object with storeId, group, fleet/],
    [
      'is for a group as text',
      { scope: { group: 'region:west' } },
      400,
      /scope\.group: expected object with kind, value/,
    ],
    ['is for nobody', { scope: {} }, 400, /one of storeId, group and "fleet": true/],
    ['is for a store and all', { scope: { storeId: 'cafe', fleet: true } }, 400, /one of storeId, group/],
    ['is of another kind', { kind: 'holiday' }, 400, /kind/],
    ['begins at no instant', { from: 'noon' }, 400, /"noon" is not an instant.*2024-03-04T12:30:00Z/],
    ['has a long reason', { reason: 'x'.repeat(501) }, 400, /reason/],
  ])('%s', async (_, change, status, detail) => {
    const answer = await add({ ...EXCUSED, ...change });
    expect(answer).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
    expect((await http.get('/closures')).body.items).toEqual([]);
  });
});

describe('the list of closures', () => {
  it('has the latest first, in pages, by store, group, kind and time', async () => {
    await http.send('PATCH', '/stores/shop', { groups: { region: 'east' } });
    const at = (day: number) => ({ from: `2023-01-${day}T00:00:00.000000Z`, until: `2023-01-${day}T01:00:00.000000Z` });
    await added({ ...EXCUSED, ...at(11) });
    await added({ ...EXCUSED, ...at(12), scope: { group: { kind: 'region', value: 'east' } }, kind: 'closed' });
    await added({ ...EXCUSED, ...at(13), scope: { fleet: true }, until: null });
    await added({ ...EXCUSED, ...at(14), scope: { storeId: 'shop' } });
    const days = async (query: string) =>
      (await http.get(`/closures?${query}`)).body.items.map(({ from }: any) => Number(from.slice(8, 10)));
    expect(await days('')).toEqual([14, 13, 12, 11]);
    expect(await days('storeId=cafe')).toEqual([13, 11]);
    expect(await days('storeId=shop')).toEqual([14, 13, 12]);
    expect(await days('group=region:east')).toEqual([13, 12]);
    expect(await days('group=region:west')).toEqual([13]);
    expect(await days('kind=closed')).toEqual([12]);
    expect(await days('from=2023-01-12T01:00:00Z&to=2023-01-14T00:00:00Z')).toEqual([13]);
    const first = (await http.get('/closures?limit=3')).body;
    expect(await days(`limit=3&cursor=${first.nextCursor}`)).toEqual([11]);
  });
});

describe('a key that is limited to a store', () => {
  it('sees and changes closures of its store, sees those of the fleet, and no others', async () => {
    const own = await added(EXCUSED);
    const foreign = await added({ ...EXCUSED, scope: { storeId: 'shop' } });
    const ofFleet = await added({ ...EXCUSED, scope: { fleet: true } });
    const { secret } = await addKey(system.database, { role: 'operator', stores: ['cafe'] });
    const limited = httpClient(system.url, secret);
    const seen = (await limited.get('/closures')).body.items.map(({ closureId }: any) => closureId);
    expect(new Set(seen)).toEqual(new Set([own.closureId, ofFleet.closureId]));
    expect(await limited.get(`/closures/${foreign.closureId}`)).toMatchObject({ status: 404 });
    expect(await limited.send('DELETE', `/closures/${foreign.closureId}`)).toMatchObject({ status: 404 });
    expect(await limited.send('DELETE', `/closures/${ofFleet.closureId}`)).toMatchObject({ status: 403 });
    expect(await limited.send('PATCH', `/closures/${ofFleet.closureId}`, { until: 'now' })).toMatchObject({
      status: 403,
    });
    expect(await limited.post('/closures', { ...EXCUSED, scope: { storeId: 'shop' } })).toMatchObject({ status: 404 });
    expect(await limited.post('/closures', { ...EXCUSED, kind: 'closed', scope: { fleet: true } })).toMatchObject({
      status: 403,
    });
    expect(await limited.send('PATCH', `/closures/${own.closureId}`, { reason: 'ours' })).toMatchObject({
      status: 200,
    });
  });
});

describe('excusing an outage after the fact', () => {
  const excuse = async (body: object, storeId = 'cafe') => http.post(`/stores/${storeId}/outages/excuse`, body);
  const OUTAGE = { from: '2023-01-24T11:00:00Z', to: '2023-01-24T13:00:00Z', reason: 'The platform was down' };

  it('makes a closure of exactly that stretch, or of a part of it', async () => {
    const { status, body } = await excuse({ ...OUTAGE, from: '2023-01-24T12:00:00Z' });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        scope: { storeId: 'cafe' },
        from: '2023-01-24T12:00:00.000000Z',
        until: '2023-01-24T13:00:00.000000Z',
        kind: 'excused',
        reason: OUTAGE.reason,
      },
    });
    expect(await uptime()).toEqual([6, 1, 0, 1]);
    expect((await http.get(`/closures/${body.closureId}`)).body).toEqual(body);
    await excuse({ ...OUTAGE, to: '2023-01-24T12:00:00Z' });
    expect(await uptime()).toEqual([6, 0, 0, 2]);
    expect((await http.get(`/stores/cafe/outages?${DAY}`)).body.items).toEqual([]);
  });

  it.each([
    ['is up in part', { to: '2023-01-24T13:00:01Z' }, 422, /7200 s are down, 1 s up/],
    ['has no open time', { from: '2023-01-24T02:00:00Z', to: '2023-01-24T03:00:00Z' }, 422, /no open time/],
    ['ends before it begins', { to: '2023-01-24T10:00:00Z' }, 422, /empty/],
    ['is not over', { to: '2023-02-02T00:00:00Z' }, 422, /after|future/],
    ['has no reason', { reason: ' ' }, 400, /must say why/],
  ])('is refused where it %s', async (_, change, status, detail) => {
    const answer = await excuse({ ...OUTAGE, ...change });
    expect(answer).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
    expect((await http.get('/closures')).body.items).toEqual([]);
  });

  it('is refused of what is excused already, and of a store that there is not', async () => {
    await excuse(OUTAGE);
    expect(await excuse(OUTAGE)).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/excused already/) },
    });
    expect(await excuse(OUTAGE, 'nobody')).toMatchObject({ status: 404 });
    expect(await http.get(`/closures/${UNKNOWN_ID}`)).toMatchObject({ status: 404 });
  });
});
