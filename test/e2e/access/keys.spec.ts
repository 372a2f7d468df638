import { once } from 'node:events';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { createApi } from '../../../src/api.js';
import { HOUR, MINUTE, type Instant } from '../../../src/domain/time/instant.js';
import { isSecret } from '../../../src/access/keys/key-secret.js';
import { TemporalClient, temporalClientOptions } from '../../../src/temporal/client.js';
import { httpClient, type HttpClient } from '../../support/client/http.js';
import { importText, NOW, polls, rowsOf } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { query } from '../../support/system/query.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

let now: Instant = NOW;
const system = useSystem({ clock: () => now, environment: { AUTH: 'required' } });
let admin: HttpClient;

beforeAll(async () => {
  admin = httpClient(system.url, (await addKey(system.database)).secret);
});

beforeEach(() => {
  now = NOW;
});

const createdAs = async (request: object) => {
  const { status, body } = await admin.post('/keys', { name: 'till 7', role: 'reader', ...request });
  expect(status).toBe(201);
  return body;
};
const statusWith = async (secret: string, path = '/stores') => (await httpClient(system.url, secret).get(path)).status;
const listed = async (keyId: string) => (await admin.get('/keys')).body.items.find((key: any) => key.keyId === keyId);

describe('an API key', () => {
  it('is made with a secret that is shown once, and stored as its hash and a hint', async () => {
    const { status, headers, body } = await admin.post('/keys', { name: 'till 7', role: 'reader' });
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(isSecret(body.secret)).toBe(true);
    const { secret, ...key } = body;
    expect(key).toEqual({
      keyId: expect.any(String),
      name: 'till 7',
      hint: `${secret.slice(0, 7)}…${secret.slice(-4)}`,
      role: 'reader',
      stores: null,
      createdAt: '2023-02-01T00:00:00.000000Z',
      expiresAt: null,
      group: null,
      lastUsedAt: null,
      revokedAt: null,
      replaces: null,
    });
    expect(await listed(key.keyId)).toEqual(key);
    expect(await statusWith(secret)).toBe(200);
    const stored = await rowsOf(system.database, 'select to_jsonb(api_key)::text from api_key');
    expect(JSON.stringify(stored)).not.toContain(secret.slice(7, -4));
  });

  it.each([
    [{ role: 'owner' }, 'role'],
    [{ role: 'reader', name: '  ' }, 'name'],
    [{ role: 'reader', stores: [] }, 'stores'],
    [{ role: 'admin', stores: ['a'] }, 'a key with the role admin is not limited to stores'],
    [{ role: 'reader', expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt is in the past, so the key would never work'],
    [{ role: 'reader', scope: 'all' }, '"scope" is not known here'],
  ])('is not made of %j', async (request, detail) => {
    const { status, body } = await admin.post('/keys', { name: 'x', ...request });
    expect(status).toBe(400);
    expect(body.detail).toContain(detail);
  });

  it('works until it expires', async () => {
    const { secret } = await createdAs({ expiresAt: '2023-02-01T01:00:00Z' });
    expect(await statusWith(secret)).toBe(200);
    now = NOW + HOUR;
    const { status, body, headers } = await httpClient(system.url, secret).get('/stores');
    expect(status).toBe(401);
    expect(body.detail).toMatch(/^This key has expired\./);
    expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('shows its last use, to five minutes', async () => {
    const { keyId, secret } = await createdAs({});
    const lastUse = (expected: string) =>
      waitFor(`the last use to be ${expected}`, async () => (await listed(keyId)).lastUsedAt === expected);
    await statusWith(secret);
    await lastUse('2023-02-01T00:00:00.000000Z');
    now = NOW + 4 * MINUTE;
    await statusWith(secret);
    now = NOW + 5 * MINUTE;
    await statusWith(secret);
    await lastUse('2023-02-01T00:05:00.000000Z');
  });

  it('works also if its last use can not be recorded', async () => {
    const { secret } = await createdAs({});
    await query(
      system.ownerUrl,
      `create function no_use() returns trigger language plpgsql as $$ begin raise 'disk full'; end $$;
       create trigger no_use before update of last_used_at on api_key execute function no_use()`,
    );
    expect(await statusWith(secret)).toBe(200);
    await query(system.ownerUrl, 'drop function no_use() cascade');
  });

  it('is revoked at once, in another process, too, and stays in the list', async () => {
    const { keyId, secret } = await createdAs({});
    const other = await createApi({
      config: system.config,
      database: system.database,
      temporal: new TemporalClient(temporalClientOptions(system.config)),
      clock: () => now,
    });
    await other.listen(0, '127.0.0.1');
    try {
      const there = httpClient(await other.getUrl(), secret);
      expect((await there.get('/stores')).status).toBe(200);
      expect((await admin.send('DELETE', `/keys/${keyId}`)).status).toBe(204);
      expect(await statusWith(secret)).toBe(401);
      expect((await there.get('/stores')).body.detail).toMatch(/^This key is revoked\./);
    } finally {
      await other.close();
    }
    expect(await listed(keyId)).toMatchObject({ keyId, revokedAt: '2023-02-01T00:00:00.000000Z' });
    expect((await admin.send('DELETE', `/keys/${keyId}`)).status).toBe(204);
  });

  it('ends its WebSockets when it is revoked', async () => {
    await importText(system.database, polls('a,2023-01-24 12:00 UTC,active'));
    const reportId = await admin.trigger();
    const { keyId, secret } = await createdAs({});
    const url = `${system.url.replace('http', 'ws')}/ws/reports/${reportId}`;
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${secret}` } });
    await once(socket, 'message');
    const closed = once(socket, 'close');
    await admin.send('DELETE', `/keys/${keyId}`);
    const [code, reason] = await closed;
    expect([code, String(reason)]).toEqual([1008, 'the key or the session has ended']);
    await admin.post(`/reports/${reportId}/cancel`);
  });

  it('is rotated to a new one of the same role, and works until the overlap is over', async () => {
    const old = await createdAs({ role: 'operator', stores: ['a', 'b'] });
    const { status, body } = await admin.post(`/keys/${old.keyId}/rotate`, { overlapHours: 2 });
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'till 7', role: 'operator', stores: ['a', 'b'], replaces: old.keyId });
    expect(body.keyId).not.toBe(old.keyId);
    expect([await statusWith(old.secret), await statusWith(body.secret)]).toEqual([200, 200]);
    now = NOW + 2 * HOUR;
    expect([await statusWith(old.secret), await statusWith(body.secret)]).toEqual([401, 200]);
  });

  it('overlaps for a day unless said otherwise, and never lives longer by it', async () => {
    const old = await createdAs({ expiresAt: '2023-02-01T01:00:00Z' });
    await admin.post(`/keys/${old.keyId}/rotate`);
    expect((await listed(old.keyId)).expiresAt).toBe('2023-02-01T01:00:00.000000Z');
    const other = await createdAs({});
    await admin.post(`/keys/${other.keyId}/rotate`);
    expect((await listed(other.keyId)).expiresAt).toBe('2023-02-02T00:00:00.000000Z');
  });

  it('that has ended is not rotated', async () => {
    const { keyId } = await createdAs({});
    await admin.send('DELETE', `/keys/${keyId}`);
    const { status, body } = await admin.post(`/keys/${keyId}/rotate`);
    expect([status, body.detail]).toEqual([409, 'The key is revoked or has expired. POST /keys makes another.']);
  });

  it('that does not exist is 404', async () => {
    const unknown = '/keys/00000000-0000-4000-8000-000000000000';
    expect((await admin.send('DELETE', unknown)).status).toBe(404);
    expect((await admin.post(`${unknown}/rotate`)).status).toBe(404);
    expect(await admin.send('DELETE', '/keys/first')).toMatchObject({
      status: 400,
      body: { detail: "The request can't be used: the id of a key is a UUID, as GET /keys shows it." },
    });
  });
});
