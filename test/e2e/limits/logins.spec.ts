import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSecret } from '../../../src/access/keys/key-secret.js';
import { createApi } from '../../../src/api.js';
import { MINUTE, SECOND, type Instant } from '../../../src/domain/time/instant.js';
import { TemporalClient, temporalClientOptions } from '../../../src/temporal/client.js';
import { rawRequest, webSocketStatus, type RawResponse } from '../../support/client/raw-request.js';
import { NOW, rowsOf } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem } from '../../support/system/use-system.js';

const LIMIT = 3;

let now: Instant = NOW;
const system = useSystem({
  clock: () => now,
  environment: { AUTH: 'required', FAILED_LOGINS_PER_ADDRESS: String(LIMIT), TRUST_PROXY: '127.0.0.0/8' },
});
let right: string;
let other: { readonly url: string; stop(): Promise<void> };

beforeAll(async () => {
  right = (await addKey(system.database)).secret;
  const temporal = new TemporalClient(temporalClientOptions(system.config));
  const api = await createApi({ config: system.config, database: system.database, temporal, clock: () => now });
  await api.listen(0, '127.0.0.1');
  const stop = async () => {
    await api.close();
    await temporal.close();
  };
  other = { url: await api.getUrl(), stop };
});

afterAll(() => other.stop());

/** Each test has an address of its own. */
let address: string;
let tests = 0;
beforeEach(() => {
  now = NOW;
  address = `192.0.2.${++tests}`;
});

const headersOf = (secret: string, from = address) => ({ authorization: `Bearer ${secret}`, 'x-forwarded-for': from });
const send = (secret: string, { url = system.url, from = address } = {}) =>
  rawRequest(`${url}/session`, { headers: headersOf(secret, from) });
const logIn = (secret: string) =>
  rawRequest(`${system.url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address, 'x-forwarded-proto': 'https' },
    body: JSON.stringify({ key: secret }),
  });
const failures = async (): Promise<unknown> =>
  (await rowsOf(system.database, `select count(*)::integer from failed_login where network = '${address}'`))[0]![0];
async function fail(count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent++) statuses.push((await send(createSecret())).status);
  return statuses;
}

describe('keys that are wrong', () => {
  it('are so many times refused, and then no key of the address is looked at, not even a right one', async () => {
    expect(await fail(LIMIT)).toEqual([401, 401, 401]);
    now += 5 * MINUTE + 500;
    for (const secret of [createSecret(), right, 'sl_wrong']) {
      const { status, headers, body } = await send(secret);
      expect([status, headers['retry-after']]).toEqual([429, '600']);
      expect(body.detail).toBe(
        '3 attempts to use a key have failed from this address within 15 minutes (FAILED_LOGINS_PER_ADDRESS), so no key ' +
          'is taken from it for now. Try again in 600 seconds.',
      );
    }
    expect(await failures()).toBe(LIMIT);
  });

  it('are counted once if they are the same: a program goes on with an old key', async () => {
    const old = createSecret();
    for (let time = 0; time < 2 * LIMIT; time++) expect((await send(old)).status).toBe(401);
    expect(await failures()).toBe(1);
    expect((await send(right)).status).toBe(200);
    const events = `select count(*)::integer from audit_event where address = '${address}'`;
    expect(await rowsOf(system.database, events)).toEqual([[1]]);
    now += 15 * MINUTE;
    await send(old);
    expect(await rowsOf(system.database, events)).toEqual([[2]]);
  });

  it('are counted for other APIs, too', async () => {
    await fail(LIMIT - 1);
    expect((await send(createSecret(), { url: other.url })).status).toBe(401);
    expect((await send(right, { url: other.url })).status).toBe(429);
    expect((await send(right)).status).toBe(429);
  });

  it('are those that are mistyped, expired or revoked as well, and those of POST /session', async () => {
    const expired = (await addKey(system.database, { expiresAt: NOW - MINUTE })).secret;
    const statuses = [(await send('sl_mistyped')).status, (await send(expired)).status];
    expect([...statuses, (await logIn(createSecret())).status]).toEqual([401, 401, 401]);
    expect((await logIn(right)).status).toBe(429);
    expect(await webSocketStatus(`${system.url}/ws/reports/x`, headersOf(right))).toBe(429);
  });

  it('are those of WebSockets as well', async () => {
    const open = () => webSocketStatus(`${system.url}/ws/reports/x`, headersOf(createSecret()));
    expect([await open(), await open(), await open(), await open()]).toEqual([401, 401, 401, 429]);
  });

  it('block nobody else: other addresses, requests without a key, sessions', async () => {
    const cookie = (await logIn(right)).headers['set-cookie']![0]!.split(';')[0]!;
    await fail(LIMIT);
    expect((await send(right, { from: '198.51.100.1' })).status).toBe(200);
    const get = (path: string, headers = {}) =>
      rawRequest(system.url + path, { headers: { 'x-forwarded-for': address, ...headers } });
    expect((await get('/session')).status).toBe(401);
    expect((await get('/openapi.json')).status).toBe(200);
    expect((await get('/session', { cookie, 'x-forwarded-proto': 'https' })).status).toBe(200);
  });

  it('are counted by the network of an IPv6 address', async () => {
    for (let sent = 1; sent <= LIMIT; sent++) await send(createSecret(), { from: `2001:db8::${sent}` });
    expect((await send(right, { from: '2001:db8::ffff' })).status).toBe(429);
    expect((await send(right, { from: '2001:db8:0:1::1' })).status).toBe(200);
  });

  it('block an address until the failures are fifteen minutes old, and are dropped then', async () => {
    await fail(1);
    now += MINUTE;
    await fail(LIMIT - 1);
    now += 14 * MINUTE - SECOND;
    expect((await send(right)).headers['retry-after']).toBe('1');
    now += SECOND;
    expect((await send(right)).status).toBe(200);
    expect(await fail(2)).toEqual([401, 429]);
    expect(await failures()).toBe(LIMIT);
  });

  it('are not taken more often when they come all at once', async () => {
    const sent = Array.from({ length: 40 }, (_, index) =>
      send(createSecret(), { url: index % 2 === 0 ? system.url : other.url }),
    );
    const statuses = (await Promise.all(sent)).map(({ status }: RawResponse) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(LIMIT);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40 - LIMIT);
  });
});

describe('requests that are no failed log-in', () => {
  it('are not counted: without a key, with a right one, with an ended session', async () => {
    for (let sent = 0; sent <= LIMIT; sent++) {
      await rawRequest(`${system.url}/session`, { headers: { 'x-forwarded-for': address } });
      await rawRequest(`${system.url}/session`, {
        headers: { 'x-forwarded-for': address, cookie: 'storelight=ended' },
      });
      expect((await send(right)).status).toBe(200);
    }
    expect(await failures()).toBe(0);
  });
});
