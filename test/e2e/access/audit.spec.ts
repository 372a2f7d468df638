import { beforeAll, describe, expect, it } from '@jest/globals';
import { ensureSchedules } from '../../../src/temporal/schedules.js';
import { httpClient, type ApiResponse, type HttpClient } from '../../support/client/http.js';
import { upload } from '../../support/client/upload.js';
import { importText, NOW, polls, rowsOf } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { runStorelight } from '../../support/client/storelight.js';
import { query } from '../../support/system/query.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const system = useSystem();
const local = system.http;
let keyId: string;
let admin: HttpClient;

beforeAll(async () => {
  await importText(system.database, polls('known,2023-01-24 12:00 UTC,active'));
  await system.startWorker();
  await ensureSchedules(system.temporal.client, system.config);
  const { secret, keyId: id } = await addKey(system.database, { name: 'Ada' });
  [keyId, admin] = [id, httpClient(system.url, secret)];
});

const eventsOf = async (filter: string): Promise<any[]> => (await local.get(`/audit?${filter}`)).body.items;

/** Sends a request with the key; returns its answer and the event that it left. */
async function change(
  method: string,
  path: string,
  body: unknown,
  filter: string,
): Promise<{ answer: ApiResponse; event: any }> {
  const answer = await admin.send(method, path, body);
  expect(answer.status).toBeLessThan(300);
  const events = await eventsOf(filter);
  const event = events.find(({ requestId }) => requestId === answer.headers.get('x-request-id'));
  return { answer, event };
}

const HOURS = [{ dayOfWeek: 0, open: '09:00', close: '17:00' }];

describe('the audit trail', () => {
  it.each([
    ['POST', '/stores', { storeId: 's', timeZone: 'UTC' }, 'create', null, { timeZone: 'UTC', businessHours: [] }],
    ['PATCH', '/stores/s', { timeZone: 'Asia/Tokyo' }, 'update', { timeZone: 'UTC' }, { timeZone: 'Asia/Tokyo' }],
    ['PUT', '/stores/s/business-hours', HOURS, 'replace-hours', { businessHours: [] }, { businessHours: HOURS }],
    ['DELETE', '/stores/s', undefined, 'delete', { timeZone: 'Asia/Tokyo', businessHours: HOURS }, {}],
  ])(
    'says who did %s %s, when, from where, and what was before and after',
    async (method, path, body, action, before, after) => {
      const { event } = await change(method, path, body, 'entity=store&entityId=s');
      expect(event).toEqual({
        at: expect.stringMatching(/^2023-02-01T/),
        actor: { kind: 'key', id: keyId, hint: expect.stringMatching(/^sl_.{4}….{4}$/) },
        action,
        entity: 'store',
        entityId: 's',
        before,
        after: { ...after, dataVersion: expect.any(Number) },
        requestId: expect.any(String),
        address: '127.0.0.1',
      });
    },
  );

  it('has no event of what changed nothing, or was refused', async () => {
    await admin.send('PATCH', '/stores/known', { timeZone: 'UTC' });
    const before = (await eventsOf('entity=store')).length;
    await admin.send('PATCH', '/stores/known', { timeZone: 'UTC' });
    await admin.send('PATCH', '/stores/unknown', { timeZone: 'UTC' });
    await admin.send('PUT', '/stores/known/business-hours', HOURS, { 'if-match': '"other"' });
    expect(await eventsOf('entity=store')).toHaveLength(before);
  });

  it('and the change are there together or not at all', async () => {
    await query(system.ownerUrl, `alter table audit_event add constraint refused check (entity_id <> 'lost')`);
    expect((await admin.send('POST', '/stores', { storeId: 'lost' })).status).toBe(500);
    await query(system.ownerUrl, 'alter table audit_event drop constraint refused');
    expect((await admin.get('/stores/lost')).status).toBe(404);
  });

  it('has keys that are made, rotated and revoked, and never a secret', async () => {
    const { answer, event } = await change(
      'POST',
      '/keys',
      { name: 'till 7', role: 'reader', stores: ['a'] },
      'entity=key',
    );
    const { keyId: id, secret, hint } = answer.body;
    expect(event).toMatchObject({
      action: 'create',
      entityId: id,
      after: { name: 'till 7', role: 'reader', stores: ['a'], hint },
    });
    const rotated = await change('POST', `/keys/${id}/rotate`, { overlapHours: 0 }, 'entity=key');
    expect(rotated.event).toMatchObject({
      action: 'rotate',
      entityId: id,
      after: { keyId: rotated.answer.body.keyId },
    });
    const revoked = await change('DELETE', `/keys/${rotated.answer.body.keyId}`, undefined, 'entity=key');
    expect(revoked.event).toMatchObject({ action: 'revoke', before: { name: 'till 7' }, after: null });
    const all = JSON.stringify(await rowsOf(system.database, 'select to_jsonb(audit_event) from audit_event'));
    for (const made of [secret, rotated.answer.body.secret]) expect(all).not.toContain(made.slice(7, -4));
  });

  it('has the key that a command makes in the database', async () => {
    const { code } = await runStorelight(['keys', 'create', 'rescue', '--role', 'admin', '--local'], {
      DATABASE_URL: system.config.databaseUrl,
    });
    expect(code).toBe(0);
    expect((await eventsOf('entity=key&action=create')).map(({ actor }) => actor.kind)).toContain('command');
  });

  it('has uploads, by whom, and what their import merged', async () => {
    const { body } = await upload(system.url, ['new.csv', polls('uploaded,2023-01-24 12:00 UTC,active')]);
    const { importId } = body;
    await waitFor(
      'the import to end',
      async () => (await local.get(`/imports/${importId}`)).body.status === 'Complete',
    );
    expect(await eventsOf(`entity=import&entityId=${importId}`)).toMatchObject([
      { actor: { kind: 'system' }, action: 'merge', after: { kind: 'polls', inserted: 1 }, requestId: null },
      { actor: { kind: 'local' }, action: 'upload', after: { fileName: 'new.csv' }, address: '127.0.0.1' },
    ]);
  });

  it('has pushed polls that correct others, and no others', async () => {
    const push = (status: string) => admin.post('/polls', { storeId: 'known', at: '2023-01-24T12:00:00Z', status });
    await push('active');
    await push('inactive');
    expect(await eventsOf('entity=polls')).toMatchObject([{ action: 'correct', after: { corrected: 1 } }]);
  });

  it('has reports that are requested, cancelled and remade', async () => {
    const requested = await change('POST', '/reports', { storeIds: ['known'] }, 'entity=report');
    const { reportId } = requested.answer.body;
    expect(requested.event).toMatchObject({
      action: 'request',
      entityId: reportId,
      after: { asOf: 'latest', stores: 1 },
    });
    await local.waitUntilEnded(reportId);
    const remade = await change('POST', `/reports/${reportId}/remake`, undefined, 'entity=report');
    expect(remade.event).toMatchObject({ action: 'request', after: { remadeFrom: reportId } });
    await local.waitUntilEnded(remade.answer.body.reportId);
    const other = (await admin.post('/reports', {})).body.reportId;
    await admin.post(`/reports/${other}/cancel`);
    const actions = (await eventsOf(`entity=report&entityId=${other}`)).map(({ action }) => action);
    expect([['request'], ['cancel', 'request']]).toContainEqual(actions);
  });

  it.each([
    ['pause', { note: 'audit' }, { note: 'audit' }],
    ['resume', undefined, null],
    ['backfill', { from: '2023-01-24T12:00:00Z', to: '2023-01-24T12:00:01Z' }, { from: '2023-01-24T12:00:00.000000Z' }],
    ['trigger', undefined, null],
  ])('has schedules that someone does %s', async (verb, body, after) => {
    const { event } = await change('POST', `/schedules/report-hourly/${verb}`, body, 'entity=schedule');
    expect(event).toMatchObject({ action: verb, entityId: 'report-hourly' });
    if (after === null) expect(event.after).toBeNull();
    else expect(event.after).toMatchObject(after);
  });

  it('has log-ins and log-outs', async () => {
    const { secret } = await addKey(system.database, { name: 'Grace', role: 'reader' });
    const headers = { origin: new URL(system.url).origin };
    const logIn = await local.send('POST', '/session', { key: secret }, headers);
    const cookie = logIn.headers.get('set-cookie')!.split(';')[0]!;
    await local.send('DELETE', '/session', undefined, { ...headers, cookie });
    const actor = { kind: 'session', hint: expect.stringMatching(/^Grace \(sl_/) };
    expect(await eventsOf('entity=session')).toMatchObject([
      { actor, action: 'log-out', requestId: expect.any(String) },
      { actor, action: 'log-in', after: { role: 'reader' }, requestId: logIn.headers.get('x-request-id') },
    ]);
  });

  it('has keys that are refused: what is no key, what has ended, what may not do this', async () => {
    const reader = await addKey(system.database, { role: 'reader' });
    const ended = await addKey(system.database, { expiresAt: NOW - 1 });
    const send = (secret: string, path: string) => httpClient(system.url, secret).get(path);
    expect((await send('a-password', '/stores')).status).toBe(401);
    expect((await send(ended.secret, '/stores')).status).toBe(401);
    for (let time = 0; time < 3; time++) expect((await send(reader.secret, '/keys')).status).toBe(403);
    const refused = await eventsOf('entity=key&action=refuse');
    expect(refused).toMatchObject([
      { actor: { kind: 'key', id: reader.keyId }, after: { reason: expect.stringContaining('yours is reader') } },
      { actor: { kind: 'key', id: ended.keyId }, after: { reason: 'This key has expired.' }, address: '127.0.0.1' },
      { actor: { kind: 'anonymous', id: null, hint: null }, after: { reason: expect.stringContaining('no key of') } },
    ]);
  });

  it('is filtered by who, what and when, and paged', async () => {
    const all = await eventsOf('limit=1000');
    const paged: any[] = [];
    for (let cursor = ''; ;) {
      const { body } = await local.get(`/audit?limit=3${cursor}`);
      paged.push(...body.items);
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(paged).toEqual(all);
    expect((await eventsOf(`actorId=${keyId}&limit=1000`)).length).toBe(
      all.filter(({ actor }) => actor.id === keyId).length,
    );
    expect(await eventsOf('to=2023-01-01T00:00:00Z')).toEqual([]);
    expect((await local.get('/audit?actor=x')).status).toBe(400);
  });

  it('is one CSV, too', async () => {
    const { headers, text } = await local.get('/audit?format=csv&entity=store');
    expect(headers.get('content-type')).toMatch(/^text\/csv/);
    const lines = text.trim().split('\n');
    expect(lines[0]).toBe('at,actor_kind,actor_id,actor_hint,action,entity,entity_id,before,after,request_id,address');
    expect(lines).toHaveLength(1 + (await eventsOf('entity=store')).length);
    expect(text).toContain('"{""timeZone"":""UTC""}"');
  });
});
