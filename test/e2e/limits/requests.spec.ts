import { beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE, SECOND, type Instant } from '../../../src/domain/time/instant.js';
import { httpClient } from '../../support/client/http.js';
import { rawRequest, webSocketStatus } from '../../support/client/raw-request.js';
import { NOW } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';

const LIMIT = 5;
const UNKNOWN_REPORT = '/ws/reports/00000000-0000-4000-8000-000000000000';

let now: Instant = NOW;
const system = useSystem({
  clock: () => now,
  environment: { AUTH: 'required', REQUESTS_PER_MINUTE: String(LIMIT), TRUST_PROXY: '127.0.0.0/8' },
});

/** Each test has a minute of its own, so that it begins with nothing counted. */
let minutes = 0;
beforeEach(() => {
  now = NOW + ++minutes * MINUTE;
});

const clientWithKey = async () => httpClient(system.url, (await addKey(system.database)).secret);
const getFrom = (address: string, path = '/session', headers = {}) =>
  rawRequest(system.url + path, { headers: { 'x-forwarded-for': address, ...headers } });
const times = async <T>(count: number, request: () => Promise<T>): Promise<T[]> => {
  const answers: T[] = [];
  for (let sent = 0; sent < count; sent++) answers.push(await request());
  return answers;
};
const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status);

describe('the requests of an API key', () => {
  it('are counted by RateLimit fields, and beyond the limit answered 429 until the minute is over', async () => {
    const client = await clientWithKey();
    const answers = await times(LIMIT, () => client.get('/session'));
    expect(answers.map(({ status, headers }) => [status, headers.get('ratelimit')])).toEqual(
      [4, 3, 2, 1, 0].map((left) => [200, `"requests";r=${left};t=60`]),
    );
    now += 18 * SECOND;
    const { status, headers, body } = await client.get('/session');
    expect(status).toBe(429);
    expect(headers.get('content-type')).toMatch('application/problem+json');
    expect(Object.fromEntries(headers)).toMatchObject({
      'retry-after': '42',
      'ratelimit-policy': '"requests";q=5;w=60',
      ratelimit: '"requests";r=0;t=42',
    });
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Too Many Requests',
      status: 429,
      detail:
        'At most 5 requests a minute are served here for one client (REQUESTS_PER_MINUTE). Try again in 42 seconds.',
    });
    now += 42 * SECOND;
    expect((await client.get('/session')).status).toBe(200);
  });

  it('are not those of another key, nor of the address', async () => {
    const [one, other] = [await clientWithKey(), await clientWithKey()];
    expect(statuses(await times(LIMIT + 1, () => one.get('/session'))).at(-1)).toBe(429);
    expect((await other.get('/session')).status).toBe(200);
    expect((await httpClient(system.url).get('/session')).status).toBe(401);
  });

  it('have no headers of older drafts', async () => {
    const { headers } = await (await clientWithKey()).get('/session');
    const names = [...headers.keys()].filter((name) => name.includes('ratelimit'));
    expect(names.sort()).toEqual(['ratelimit', 'ratelimit-policy']);
  });

  it('are counted when they are wrong, missing or can not be found, too', async () => {
    const client = await clientWithKey();
    expect((await client.post('/reports', { windows: 7 })).headers.get('ratelimit')).toBe('"requests";r=4;t=60');
    expect((await client.get('/stores/unknown')).headers.get('ratelimit')).toBe('"requests";r=3;t=60');
    expect((await client.send('HEAD', '/session')).headers.get('ratelimit')).toBe('"requests";r=2;t=60');
  });

  it('are counted for it also if its role is not the one that is needed', async () => {
    const { secret } = await addKey(system.database, { role: 'reader' });
    const client = httpClient(system.url, secret);
    const answers = await times(LIMIT + 1, () => client.post('/reports'));
    expect(statuses(answers)).toEqual([403, 403, 403, 403, 403, 429]);
    expect((await client.get('/session')).status).toBe(429);
    expect((await (await clientWithKey()).get('/session')).status).toBe(200);
  });

  it('are counted with those of its sessions', async () => {
    const { secret } = await addKey(system.database);
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.7' };
    const begun = await rawRequest(`${system.url}/session`, {
      method: 'POST',
      headers: { ...headers, 'x-forwarded-proto': 'https' },
      body: JSON.stringify({ key: secret }),
    });
    const cookie = begun.headers['set-cookie']![0]!.split(';')[0]!;
    const bySession = () => getFrom('192.0.2.7', '/session', { 'x-forwarded-proto': 'https', cookie });
    expect((await bySession()).headers.ratelimit).toBe('"requests";r=4;t=60');
    expect((await httpClient(system.url, secret).get('/session')).headers.get('ratelimit')).toBe('"requests";r=3;t=60');
    expect(statuses(await times(4, bySession))).toEqual([200, 200, 200, 429]);
  });

  it('are counted with the WebSockets that it opens', async () => {
    const { secret } = await addKey(system.database);
    const open = () => webSocketStatus(system.url + UNKNOWN_REPORT, { authorization: `Bearer ${secret}` });
    expect(await times(LIMIT + 1, open)).toEqual([404, 404, 404, 404, 404, 429]);
    expect((await httpClient(system.url, secret).get('/session')).status).toBe(429);
  });
});

describe('requests without a key', () => {
  it('are counted by their address, also those that are refused', async () => {
    expect(statuses(await times(LIMIT + 1, () => getFrom('192.0.2.1')))).toEqual([401, 401, 401, 401, 401, 429]);
    expect(statuses([await getFrom('192.0.2.1', '/openapi.json'), await getFrom('192.0.2.2')])).toEqual([429, 401]);
  });

  it('are counted by the network of an IPv6 address', async () => {
    const answers = await times(LIMIT, () => getFrom('2001:db8::1'));
    expect(answers.at(-1)!.headers.ratelimit).toBe('"requests";r=0;t=60');
    expect(statuses([await getFrom('2001:db8::ffff'), await getFrom('2001:db8:0:1::1')])).toEqual([429, 401]);
  });

  it('do not use up those of a key at the same address', async () => {
    const { secret } = await addKey(system.database);
    await times(LIMIT + 1, () => getFrom('192.0.2.3'));
    expect((await getFrom('192.0.2.3', '/session', { authorization: `Bearer ${secret}` })).status).toBe(200);
  });

  it('are not counted if they are health checks', async () => {
    const answers = await times(LIMIT + 1, () => getFrom('192.0.2.4', '/health/live'));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    expect(answers[0]!.headers).not.toHaveProperty('ratelimit');
    expect((await getFrom('192.0.2.4', '/health/ready')).status).toBe(200);
  });
});

describe('a program on this machine, which needs no key', () => {
  it('meets no limit unless one is set', async () => {
    await withSystem({}, async ({ http }) => {
      const { headers } = await http.get('/stores');
      expect(headers.get('ratelimit')).toBe('"requests";r=29999;t=60');
    });
    await withSystem({ environment: { REQUESTS_PER_MINUTE: '1' } }, async ({ http }) => {
      expect(statuses(await times(2, () => http.get('/stores')))).toEqual([200, 429]);
    });
  });
});

describe('the OpenAPI document', () => {
  it('has 429 with its headers for every route but the health checks', async () => {
    const { body } = await (await clientWithKey()).get('/openapi.json');
    for (const [path, operations] of Object.entries<any>(body.paths)) {
      for (const { responses } of Object.values<any>(operations)) {
        const told = Object.keys(responses[429]?.headers ?? {});
        const expected = path.startsWith('/health') ? [] : ['retry-after', 'ratelimit-policy', 'ratelimit'];
        expect([path, told]).toEqual([path, expected]);
      }
    }
  });
});
