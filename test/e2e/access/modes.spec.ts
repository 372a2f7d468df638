import { beforeAll, describe, expect, it } from '@jest/globals';
import { importText, polls } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { rawRequest, webSocketStatus } from '../../support/client/raw-request.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';

const UNKNOWN_REPORT = '/ws/reports/00000000-0000-4000-8000-000000000000';

describe('AUTH=auto on an API that listens on loopback', () => {
  const system = useSystem();

  beforeAll(() => importText(system.database, polls('a,2023-01-24 12:00 UTC,active')));

  const get = (headers: Record<string, string>) => rawRequest(`${system.url}/stores`, { headers });

  it.each([
    ['a program on this machine', {}],
    ['the name localhost', { host: 'localhost:3000' }],
    ['a name below localhost', { host: 'storelight.localhost' }],
    ['the IPv6 address', { host: '[::1]:3000' }],
    ['a page of this server', { 'sec-fetch-site': 'same-origin' }],
    ['the address bar of a browser', { 'sec-fetch-site': 'none' }],
  ])('needs no key from %s', async (_, headers) => {
    expect((await get(headers)).status).toBe(200);
  });

  it('refuses a DNS name that was rebound to this machine', async () => {
    const { status, body } = await get({ host: 'evil.example.com' });
    expect(status).toBe(421);
    expect(body.detail).toBe(
      'The request has the Host "evil.example.com", which is no name of this server. If it should be one, add it to ALLOWED_HOSTS.',
    );
  });

  it.each(['/health/live', '/docs', '/openapi.json', '/nothing/here'])('does so at %s, too', async (path) => {
    expect((await rawRequest(system.url + path, { headers: { host: 'evil.example.com' } })).status).toBe(421);
  });

  it.each(['a b', 'localhost/', 'user@localhost', 'localhost:3000:3000', '[::1'])(
    'refuses the Host %j, which is none',
    async (host) => {
      expect((await get({ host })).status).toBe(421);
    },
  );

  it.each([
    ['forwarded', 'for=192.0.2.1'],
    ['x-forwarded-for', '192.0.2.1'],
    ['x-forwarded-host', 'localhost'],
    ['x-forwarded-proto', 'http'],
    ['x-real-ip', '127.0.0.1'],
    ['via', '1.1 proxy'],
  ])('needs a key for a request that a proxy passed on, as %s shows', async (name, value) => {
    const { status, headers, body } = await get({ [name]: value });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="storelight"');
    expect(body.detail).toMatch(/^This needs a key. A proxy passed it on/);
  });

  it.each(['cross-site', 'same-site'])('needs a key for a fetch from a page elsewhere (%s)', async (site) => {
    const { status, body } = await get({ 'sec-fetch-site': site, origin: 'https://evil.example.com' });
    expect(status).toBe(401);
    expect(body.detail).toContain('A page of another site sent this.');
  });

  it('refuses a form of a page elsewhere, also of a browser without Sec-Fetch-Site', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example.com' };
    const form = { method: 'POST', headers, body: 'x=1' };
    expect((await rawRequest(`${system.url}/trigger_report`, form)).status).toBe(401);
    const sandboxed = { ...form, headers: { ...headers, origin: 'null' } };
    expect((await rawRequest(`${system.url}/trigger_report`, sandboxed)).status).toBe(401);
  });

  it('refuses a link of a page elsewhere to a GET that changes something', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await rawRequest(`${system.url}/trigger_report`, { headers })).status).toBe(401);
  });

  it('refuses a WebSocket of another origin, and of a rebound name', async () => {
    const url = system.url + UNKNOWN_REPORT;
    expect(await webSocketStatus(url)).toBe(404);
    expect(await webSocketStatus(url, { origin: system.url })).toBe(404);
    expect(await webSocketStatus(url, { origin: 'https://evil.example.com' })).toBe(401);
    expect(await webSocketStatus(url, { host: 'evil.example.com' })).toBe(421);
    expect(await webSocketStatus(url, { 'x-forwarded-for': '192.0.2.1' })).toBe(401);
  });

  it('takes a key from wherever the request comes', async () => {
    const { secret } = await addKey(system.database);
    const headers = {
      authorization: `Bearer ${secret}`,
      'x-forwarded-for': '192.0.2.1',
      'sec-fetch-site': 'cross-site',
    };
    expect((await get(headers)).status).toBe(200);
  });

  it('refuses a wrong key, where none would do', async () => {
    const { status, headers, body } = await get({ authorization: 'Bearer sl_wrong' });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toContain('error="invalid_token"');
    expect(body.detail).toContain('This is no key of Storelight: it is cut off or mistyped.');
    expect((await get({ authorization: 'Basic dXNlcjpwYXNz' })).body.detail).toContain('another scheme than Bearer');
  });

  it('answers health checks to all', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.1' };
    for (const path of ['/health/live', '/health/ready']) {
      expect((await rawRequest(system.url + path, { headers })).status).toBe(200);
    }
  });
});

describe('AUTH=auto on an API that listens beyond this machine', () => {
  const system = useSystem({ environment: { HOST: '0.0.0.0', ALLOWED_HOSTS: 'storelight.lan' } });

  it('needs a key, from this machine, too', async () => {
    const { status, body } = await rawRequest(`${system.url}/stores`);
    expect(status).toBe(401);
    expect(body.detail).toContain('The API listens beyond this machine, at 0.0.0.0.');
    const { secret } = await addKey(system.database);
    expect((await rawRequest(`${system.url}/stores`, { headers: { authorization: `Bearer ${secret}` } })).status).toBe(
      200,
    );
  });

  it('is known by its addresses and the names of ALLOWED_HOSTS alone', async () => {
    const statusOf = async (host: string) =>
      (await rawRequest(`${system.url}/health/live`, { headers: { host } })).status;
    expect(await statusOf('192.168.1.20:3000')).toBe(200);
    expect(await statusOf('Storelight.LAN')).toBe(200);
    expect(await statusOf('storelight.lan.:3000')).toBe(200);
    expect(await statusOf('other.lan')).toBe(421);
    expect(await statusOf('storelight.lan.evil.example.com')).toBe(421);
  });
});

describe('AUTH=required', () => {
  it('needs a key of everyone', async () => {
    await withSystem({ environment: { AUTH: 'required' } }, async ({ http }) => {
      const { status, body } = await http.get('/stores');
      expect(status).toBe(401);
      expect(body.detail).toBe('This needs a key. AUTH is "required". Send a key as "Authorization: Bearer sl_...".');
    });
  });
});

describe('AUTH=off', () => {
  it('needs no key of anyone, but is not for pages of other sites', async () => {
    await withSystem({ environment: { AUTH: 'off', HOST: '0.0.0.0' } }, async ({ url }) => {
      const get = (headers: Record<string, string>) => rawRequest(`${url}/session`, { headers });
      expect(await get({ 'x-forwarded-for': '192.0.2.1' })).toMatchObject({
        status: 200,
        body: { kind: 'anonymous', role: 'admin', stores: null },
      });
      expect((await get({ 'sec-fetch-site': 'cross-site' })).status).toBe(401);
      expect((await get({ host: 'evil.example.com' })).status).toBe(421);
    });
  });
});

describe('a proxy', () => {
  const evil = { 'x-forwarded-host': 'evil.example.com' };

  it('is not believed unless TRUST_PROXY names it', async () => {
    await withSystem({}, async ({ url }) => {
      expect((await rawRequest(`${url}/health/live`, { headers: evil })).status).toBe(200);
    });
  });

  it('is believed what the client asked for, if TRUST_PROXY names it', async () => {
    await withSystem(
      { environment: { TRUST_PROXY: '127.0.0.0/8', ALLOWED_HOSTS: 'storelight.lan' } },
      async (system) => {
        const get = (headers: Record<string, string>) => rawRequest(`${system.url}/health/live`, { headers });
        expect((await get(evil)).status).toBe(421);
        expect((await get({ host: 'upstream', 'x-forwarded-host': 'storelight.lan' })).status).toBe(200);
        expect((await rawRequest(`${system.url}/stores`, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(
          401,
        );
      },
    );
  });
});
