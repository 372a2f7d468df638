import { beforeEach, describe, expect, it } from '@jest/globals';
import { hours, importText, polls, rowsOf, zones } from '../../support/data/importing.js';
import { sameAs } from '../../support/client/same-report.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const system = useSystem({ perTest: true });
const { http } = system;

beforeEach(async () => {
  await importText(
    system.database,
    polls('a,2023-01-24 10:00 UTC,inactive', 'a,2023-01-24 12:00 UTC,active', 'b,2023-01-24 12:00 UTC,active'),
  );
  await importText(system.database, hours('a,0,09:00,17:00'));
  await importText(system.database, zones('a,UTC'));
});

const remove = (storeId: string) => http.send('DELETE', `/stores/${encodeURIComponent(storeId)}`);

const push = (storeId: string, at: string) => http.post('/polls', { storeId, at, status: 'active' });

describe('a deleted store', () => {
  it('is not known any more, on any route', async () => {
    expect(await remove('a')).toMatchObject({ status: 204, text: '' });
    const window = 'from=2023-01-23T00:00:00Z&to=2023-01-24T00:00:00Z';
    for (const path of ['', '/business-hours', `/uptime?${window}`, `/timeline?${window}`, `/outages?${window}`]) {
      expect(await http.get(`/stores/a${path}`)).toMatchObject({
        status: 404,
        body: { detail: 'There is no store "a". GET /stores lists all.' },
      });
    }
    expect((await http.get('/stores')).body.items.map(({ storeId }: any) => storeId)).toEqual(['b']);
    expect((await http.send('PATCH', '/stores/a', { timeZone: 'UTC' })).status).toBe(404);
    expect((await http.send('PUT', '/stores/a/business-hours', [])).status).toBe(404);
    expect(await http.post('/reports', { storeIds: ['a', 'b'] })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'storeIds[0]' }] },
    });
    expect(await remove('a')).toMatchObject({ status: 404 });
  });

  it('stays in earlier reports, which can be remade with the same bytes, and is in no later one', async () => {
    await system.startWorker();
    const [all, one] = [await http.report(), await http.report({ storeIds: ['a'], interpolation: 'previous' })];
    await remove('a');
    await push('a', '2023-01-24T11:00:00Z');
    await remove('a');
    for (const earlier of [all, one]) {
      const { body } = await http.post(`/reports/${earlier.reportId}/remake`);
      expect(await http.waitUntilEnded(body.reportId)).toMatchObject(sameAs(earlier));
    }
    const { reportId } = await http.report();
    expect((await http.get(`/reports/${reportId}/csv`)).text).not.toContain('\na,');
    expect((await http.get(`/reports/${all.reportId}/rows?storeId=a`)).body.items).toHaveLength(1);
  });

  it('can be explained as of an earlier data version, also after it was delivered again', async () => {
    const window = 'from=2023-01-24T09:00:00Z&to=2023-01-24T13:00:00Z';
    const { body: before } = await http.get(`/stores/a/uptime?${window}`);
    await remove('a');
    const again = () => http.get(`/stores/a/uptime?${window}&dataVersion=${before.dataVersion}&asOf=${before.asOf}`);
    expect((await again()).body).toEqual(before);
    await push('a', '2023-01-24T12:00:00Z');
    expect((await again()).body).toEqual(before);
    const { body: now } = await http.get(`/stores/a/uptime?${window}`);
    expect(now.uptimeSeconds).not.toBe(before.uptimeSeconds);
    expect((await http.get(`/stores/a/uptime?${window}&dataVersion=${now.dataVersion - 1}`)).status).toBe(404);
  });

  it('makes the reports stale that it is in, and no others', async () => {
    await system.startWorker();
    const [all, other] = [await http.report(), await http.report({ storeIds: ['b'] })];
    await remove('a');
    const staleness = async ({ reportId }: any) => {
      const { stale, changed } = (await http.get(`/reports/${reportId}`)).body;
      return { stale, changed };
    };
    expect(await staleness(all)).toEqual({ stale: true, changed: { polls: 0, stores: 1 } });
    expect(await staleness(other)).toEqual({ stale: false, changed: { polls: 0, stores: 0 } });
    await push('a', '2023-01-24T12:00:00Z');
    expect(await staleness(all)).toEqual({ stale: true, changed: { polls: 1, stores: 1 } });
  });

  it('that is delivered again is one store when reports are compared', async () => {
    await system.startWorker();
    const before = await http.report({ asOf: '2023-01-24T12:00:00Z' });
    await remove('a');
    await push('a', '2023-01-24T12:00:00Z');
    const after = await http.report({ asOf: '2023-01-24T12:00:00Z' });
    const { body } = await http.get(`/reports/${after.reportId}/diff?against=${before.reportId}`);
    expect(body.items).toMatchObject([{ storeId: 'a', change: 'numbers' }]);
  });

  it.each([
    ['a slash', 'x/y'],
    ['255 characters of four bytes', '😀'.repeat(255)],
    ['a percent sign and a question mark', '100%?'],
  ])('may have an id with %s', async (_what, storeId) => {
    await http.post('/stores', { storeId });
    expect((await remove(storeId)).status).toBe(204);
    expect((await remove(storeId)).body.detail).toContain(JSON.stringify(storeId));
  });

  it('may have an id with line breaks, which earlier versions took', async () => {
    const storeId = 'a\n"b,c\r\n\td';
    await rowsOf(system.database, `update store set external_id = E'a\\n"b,c\\r\\n\\td' where external_id = 'a'`);
    expect((await http.get('/stores')).body.items.map((store: any) => store.storeId)).toEqual([storeId, 'b']);
    expect((await remove(storeId)).status).toBe(204);
    expect((await http.get('/stores')).body.items.map((store: any) => store.storeId)).toEqual(['b']);
  });
});

describe('a deletion whose connection is cut', () => {
  it('leaves everything as it was, and can be repeated', async () => {
    const { database } = system;
    const answer = await database.withClient(async (client) => {
      await client.query('begin');
      await client.query('select from poll for update');
      const sent = remove('a');
      await waitFor('the deletion to reach the polls', async () => {
        const [row] = await rowsOf(
          database,
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock' and query like '%update poll%'`,
        );
        return row;
      });
      const refused = await sent;
      await client.query('rollback');
      return refused;
    });
    expect(answer.status).toBe(503);
    expect(await rowsOf(database, 'select max(version) from data_version')).toEqual([[3]]);
    expect((await http.get('/stores/a')).body).toMatchObject({ timeZone: 'UTC', alwaysOpen: false });
    expect((await remove('a')).status).toBe(204);
  });
});
