import { beforeEach, describe, expect, it } from '@jest/globals';
import { importText, polls } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { httpClient } from '../../support/client/http.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem({ perTest: true });
const { http } = system;

beforeEach(async () => {
  await system.startWorker();
  await importText(system.database, 'store_id,group:region\na,west\nb,west\nc,east\nd,\n');
  await importText(
    system.database,
    polls(...['a', 'b', 'c', 'd'].map((store) => `${store},2023-01-24 12:00 UTC,${store === 'd' ? '' : 'in'}active`)),
  );
});

const rowIds = async (reportId: string, query = '') =>
  (await http.get(`/reports/${reportId}/rows?${query}`)).body.items.map(({ storeId }: { storeId: string }) => storeId);

describe('a report on a group (23)', () => {
  it('is on the stores that are in it as of the data version, also when it is made again', async () => {
    const report = await http.report({ group: 'Region:west' });
    expect(report).toMatchObject({ request: { group: 'region:west', storeIds: null }, progress: { storesTotal: 2 } });
    expect(await rowIds(report.reportId)).toEqual(['a', 'b']);
    await http.send('PATCH', '/stores/b', { groups: { region: 'east' } });
    await http.send('PATCH', '/stores/d', { groups: { region: 'west' } });
    expect((await http.get(`/reports/${report.reportId}`)).body).toMatchObject({ stale: true, changed: { stores: 2 } });
    const { body: made } = await http.post(`/reports/${report.reportId}/remake`);
    const remade = await http.waitUntilEnded(made.reportId);
    expect(remade.csv.sha256).toBe(report.csv.sha256);
    const later = await http.report({ group: 'region:west' });
    expect(await rowIds(later.reportId)).toEqual(['a', 'd']);
  });

  it.each([
    [{ group: 'region:north' }, 422, 'no store is in the group "region:north"; GET /groups lists those there are'],
    [{ group: 'region' }, 400, '"region" is not kind:value, such as region:west'],
    [{ group: 'region:west', storeIds: ['a'] }, 400, 'a report is on stores or on a group, not on both'],
  ])('is refused as %j', async (request, status, message) => {
    const answer = await http.post('/reports', request);
    expect(answer).toMatchObject({ status, body: { errors: [{ path: 'group', message }] } });
  });

  it('exists only for keys that see one of its stores', async () => {
    const east = httpClient(
      () => system.url,
      (await addKey(system.database, { role: 'reader', stores: ['c'] })).secret,
    );
    const west = httpClient(
      () => system.url,
      (await addKey(system.database, { role: 'operator', group: { kind: 'region', value: 'west' } })).secret,
    );
    const { reportId } = await http.report({ group: 'region:west' });
    expect((await east.get(`/reports/${reportId}`)).status).toBe(404);
    expect((await east.get('/reports')).body.items).toEqual([]);
    expect((await west.get(`/reports/${reportId}`)).body.request).toMatchObject({ storeIds: ['a', 'b'], group: null });
    expect((await west.get('/reports')).body.items).toMatchObject([{ reportId }]);
    const asked = await west.report({ group: 'region:west' });
    expect(asked.request).toMatchObject({ storeIds: ['a', 'b'], group: null });
    expect((await west.post('/reports', { group: 'region:east' })).status).toBe(422);
  });
});

describe('the rows and outages of a report', () => {
  it('are filtered by the groups of its data version', async () => {
    const { reportId } = await http.report();
    await http.send('PATCH', '/stores/b', { groups: { region: 'east' } });
    expect(await rowIds(reportId, 'group=region:west')).toEqual(['a', 'b']);
    expect(await rowIds(reportId, 'group=region:north')).toEqual([]);
    expect((await http.get(`/reports/${reportId}/rows?group=region:west&format=csv`)).text.split('\n')).toHaveLength(4);
    const outages = (await http.get(`/reports/${reportId}/outages?group=region:east`)).body.items;
    expect(outages).toMatchObject([{ storeId: 'c' }]);
  });
});
