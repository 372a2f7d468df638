import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR, type Instant } from '../../../src/domain/time/instant.js';
import { rawRequest, webSocketStatus, type RawResponse } from '../../support/client/raw-request.js';
import { NOW, rowsOf } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { instantFromSql } from '../../../src/persistence/connection/instant-type.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

let now: Instant = NOW;
const system = useSystem({ clock: () => now, environment: { AUTH: 'required' } });
let secret: string;

beforeAll(async () => {
  ({ secret } = await addKey(system.database, { name: 'Ada', role: 'operator' }));
});

beforeEach(() => {
  now = NOW;
});

/** The headers of a page of this server. */
const ofPage = (more: Record<string, string> = {}) => ({
  origin: new URL(system.url).origin,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  ...more,
});

const logIn = (key = secret, headers = ofPage()): Promise<RawResponse> =>
  rawRequest(`${system.url}/session`, { method: 'POST', headers, body: JSON.stringify({ key }) });

const cookieOf = ({ headers }: RawResponse) => headers['set-cookie']![0]!.split(';')[0]!;

const withCookie = (cookie: string, path = '/stores', method = 'GET', headers: Record<string, string> = ofPage()) =>
  rawRequest(system.url + path, { method, headers: { ...headers, cookie } });

describe('a session', () => {
  it('begins with a key, by a cookie that no script reads and no other site has sent', async () => {
    const begun = await logIn();
    expect(begun.status).toBe(201);
    expect(begun.body).toEqual({
      kind: 'session',
      name: expect.stringMatching(/^Ada \(sl_.{4}….{4}\)$/),
      role: 'operator',
      holds: ['reader', 'operator', 'ingest'],
      stores: null,
    });
    expect(begun.headers['set-cookie']).toEqual([
      expect.stringMatching(/^storelight=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(await withCookie(cookieOf(begun))).toMatchObject({ status: 200 });
    expect(await withCookie(cookieOf(begun), '/session')).toMatchObject({ status: 200, body: begun.body });
    const stored = await rowsOf(system.database, 'select to_jsonb(session)::text from session');
    expect(JSON.stringify(stored)).not.toContain(cookieOf(begun).split('=')[1]);
  });

  it('has what its key may do', async () => {
    const cookie = cookieOf(await logIn());
    expect(await withCookie(cookie, '/keys')).toMatchObject({
      status: 403,
      body: { detail: 'This needs the role admin; yours is operator.' },
    });
  });

  it('opens a WebSocket of its own page', async () => {
    const cookie = cookieOf(await logIn());
    const url = `${system.url}/ws/reports/00000000-0000-4000-8000-000000000000`;
    expect(await webSocketStatus(url, { cookie, origin: system.url })).toBe(404);
    expect(await webSocketStatus(url, { cookie, origin: 'https://evil.example.com' })).toBe(403);
  });

  it('does not begin without a key that works', async () => {
    expect((await logIn('sl_wrong')).status).toBe(401);
    const { headers } = await logIn('sl_wrong');
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('does not begin from a page of another site', async () => {
    expect(
      (await logIn(secret, ofPage({ origin: 'https://evil.example.com', 'sec-fetch-site': 'cross-site' }))).status,
    ).toBe(403);
  });

  it('is refused to pages of other sites, and to changes that hide their site', async () => {
    const cookie = cookieOf(await logIn());
    const status = async (path: string, method: string, headers: Record<string, string>) =>
      (await withCookie(cookie, path, method, headers)).status;
    expect(await status('/stores', 'GET', { 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status('/stores', 'GET', { origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await status('/trigger_report', 'POST', {})).toBe(403);
    expect(await status('/trigger_report', 'POST', { origin: new URL(system.url).origin })).toBe(422);
    expect(await status('/stores', 'GET', {})).toBe(200);
  });

  it.each(['/trigger_report', '/store/a/trigger_report'])('does not let GET %s change something', async (path) => {
    const { status, body } = await withCookie(cookieOf(await logIn()), path);
    expect(status).toBe(403);
    expect(body.detail).toContain('This GET changes something');
  });

  it('ends by DELETE, and its cookie is removed', async () => {
    const cookie = cookieOf(await logIn());
    const ended = await withCookie(cookie, '/session', 'DELETE');
    expect(ended.status).toBe(204);
    expect(ended.headers['set-cookie']).toEqual([expect.stringMatching(/^storelight=; .*Expires=Thu, 01 Jan 1970/)]);
    expect((await withCookie(cookie)).status).toBe(401);
  });

  it('ends twelve hours after its last use', async () => {
    const cookie = cookieOf(await logIn());
    for (const hours of [11, 22, 33]) {
      now = NOW + hours * HOUR;
      expect((await withCookie(cookie)).status).toBe(200);
      await recorded(now);
    }
    now = NOW + 45 * HOUR;
    expect((await withCookie(cookie)).status).toBe(401);
  });

  it('ends after seven days, however much it is used', async () => {
    const cookie = cookieOf(await logIn());
    for (let hours = 10; hours < 7 * 24; hours += 10) {
      now = NOW + hours * HOUR;
      expect((await withCookie(cookie)).status).toBe(200);
      await recorded(now);
    }
    now = NOW + 7 * 24 * HOUR;
    expect((await withCookie(cookie)).status).toBe(401);
  });

  it('ends with its key', async () => {
    const admin = { authorization: `Bearer ${(await addKey(system.database)).secret}` };
    const key = await addKey(system.database, { role: 'reader' });
    const cookie = cookieOf(await logIn(key.secret));
    expect((await withCookie(cookie)).status).toBe(200);
    await rawRequest(`${system.url}/keys/${key.keyId}`, { method: 'DELETE', headers: admin });
    expect((await withCookie(cookie)).status).toBe(401);
  });

  it('of anyone is seen and ended by an administrator, at once', async () => {
    const admin = { authorization: `Bearer ${(await addKey(system.database)).secret}` };
    const key = await addKey(system.database, { name: 'Grace', role: 'reader', stores: ['a'] });
    const cookie = cookieOf(await logIn(key.secret));
    const ended = cookieOf(await logIn(key.secret));
    await withCookie(ended, '/session', 'DELETE');
    const { body } = await rawRequest(`${system.url}/sessions`, { headers: admin });
    const ofKey = body.items.filter(({ keyId }: any) => keyId === key.keyId);
    expect(ofKey).toEqual([
      {
        sessionId: expect.any(String),
        name: expect.stringMatching(/^Grace \(sl_/),
        keyId: key.keyId,
        subject: null,
        role: 'reader',
        stores: ['a'],
        createdAt: '2023-02-01T00:00:00.000000Z',
        lastUsedAt: '2023-02-01T00:00:00.000000Z',
        expiresAt: '2023-02-08T00:00:00.000000Z',
      },
    ]);
    const url = `${system.url}/sessions/${ofKey[0].sessionId}`;
    for (let time = 0; time < 2; time++) {
      expect((await rawRequest(url, { method: 'DELETE', headers: admin })).status).toBe(204);
    }
    expect((await withCookie(cookie)).status).toBe(401);
    const events = `select actor_kind, action from audit_event where entity_id = '${ofKey[0].sessionId}' order by id`;
    expect(await rowsOf(system.database, events)).toEqual([
      ['session', 'log-in'],
      ['key', 'end'],
    ]);
    const unknown = `${system.url}/sessions/00000000-0000-4000-8000-000000000000`;
    expect((await rawRequest(unknown, { method: 'DELETE', headers: admin })).status).toBe(404);
  });

  it('is what a key has none of', async () => {
    const headers = { authorization: `Bearer ${secret}` };
    expect(await rawRequest(`${system.url}/session`, { headers })).toMatchObject({
      status: 200,
      body: { kind: 'key', role: 'operator' },
    });
    expect((await rawRequest(`${system.url}/session`, { method: 'DELETE', headers })).status).toBe(409);
  });
});

describe('a session over https', () => {
  const environment = { AUTH: 'required', TRUST_PROXY: '127.0.0.1', ALLOWED_HOSTS: 'storelight.example.com' };
  const proxied = {
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '192.0.2.1',
    host: 'storelight.example.com',
    origin: 'https://storelight.example.com',
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/json',
  };

  it('has a cookie with the prefix __Host-, which only this host can set', async () => {
    await withSystem({ environment }, async ({ url, database }) => {
      const body = JSON.stringify({ key: (await addKey(database)).secret });
      const begun = await rawRequest(`${url}/session`, { method: 'POST', headers: proxied, body });
      expect(begun.headers['set-cookie']).toEqual([
        expect.stringMatching(
          /^__Host-storelight=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
        ),
      ]);
      const headers = { ...proxied, cookie: cookieOf(begun) };
      expect((await rawRequest(`${url}/stores`, { headers })).status).toBe(200);
    });
  });

  it('does not begin without it, beyond this machine', async () => {
    await withSystem({ environment }, async ({ url, database }) => {
      const body = JSON.stringify({ key: (await addKey(database)).secret });
      const headers = { ...proxied, 'x-forwarded-proto': 'http', origin: 'http://storelight.example.com' };
      const refused = await rawRequest(`${url}/session`, { method: 'POST', headers, body });
      expect(refused.status).toBe(403);
      expect(refused.body.detail).toMatch(/^A session needs https/);
    });
  });
});

/** Waits until the use at an instant is recorded, which happens in the background. */
async function recorded(at: Instant): Promise<void> {
  await waitFor('the use to be recorded', async () => {
    const used = await rowsOf(system.database, 'select last_used_at::text from session');
    return used.some(([text]) => instantFromSql(text as string) === at);
  });
}
