import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../dev/processes/ports.js';
import { MINUTE, type Instant } from '../../../src/domain/time/instant.js';
import { NOW, rowsOf } from '../../support/data/importing.js';
import { rawRequest, type RawResponse } from '../../support/client/raw-request.js';
import { CookieJar, goThroughProvider, locationOf } from '../../support/oidc/jar.js';
import { answeredLogIn, logIn, oidcEnvironment, redirectUrlOf } from '../../support/oidc/log-in.js';
import { createProvider, useProvider } from '../../support/oidc/provider.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';

const [apiPort, otherPort, providerPort] = [await freePort(), await freePort(), await freePort()];
const people = {
  ada: { name: 'Ada', storelight_role: 'operator' },
  mal: { name: 'Mallory', storelight_role: 'reader' },
};
const redirectUrls = [redirectUrlOf(apiPort), redirectUrlOf(otherPort)];

let now: Instant = NOW;
const provider = useProvider({ port: providerPort, redirectUrls, people });
const system = useSystem({ clock: () => now, environment: oidcEnvironment(apiPort, providerPort) });

const LOG_IN_COOKIE = 'storelight-log-in';
const ada = { login: 'ada' };

beforeEach(() => {
  now = NOW;
});

/** Expects that a callback begins no session, and says why. */
function expectRefused(response: RawResponse, status: number, detail: RegExp): void {
  expect(response).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
  expect(response.headers['set-cookie'] ?? []).not.toContainEqual(expect.stringMatching(/^storelight=/));
}

const withParameter = (url: string, name: string, value: string) => {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return changed.href;
};

const OTHER_LOG_IN = /^This is the answer to another log-in than the last one of this browser/;
const NO_GRANT = /^The provider does not accept the code: it was used, has expired, or belongs to another log-in/;

describe('the answer to a log-in by OpenID Connect', () => {
  it('with another state is refused, and the right one is still taken', async () => {
    const { jar, callback } = await answeredLogIn(system.url, ada);
    expectRefused(await jar.send(withParameter(callback, 'state', 'x'.repeat(43))), 400, OTHER_LOG_IN);
    expectRefused(await jar.send(redirectUrlOf(apiPort)), 400, OTHER_LOG_IN);
    expect((await jar.send(callback)).status).toBe(200);
  });

  it('is taken once', async () => {
    const { jar, callback } = await answeredLogIn(system.url, ada);
    const token = jar.cookiesOf(system.url).get(LOG_IN_COOKIE)!;
    expect((await jar.send(callback)).status).toBe(200);
    expectRefused(await jar.send(callback), 400, /^This browser has begun no log-in/);
    jar.cookiesOf(system.url).set(LOG_IN_COOKIE, token);
    expectRefused(await jar.send(callback), 400, /^This log-in has ended already, or took too long/);
  });

  it('is taken once, if it comes many times at the same moment', async () => {
    const { jar, callback } = await answeredLogIn(system.url, ada);
    const headers = { cookie: `${LOG_IN_COOKIE}=${jar.cookiesOf(system.url).get(LOG_IN_COOKIE)}` };
    const responses = await Promise.all(Array.from({ length: 8 }, () => rawRequest(callback, { headers })));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 400)]);
  });

  it('is taken for ten minutes', async () => {
    const [early, late] = [await answeredLogIn(system.url, ada), await answeredLogIn(system.url, ada)];
    now = NOW + 10 * MINUTE - 1;
    expect((await early.jar.send(early.callback)).status).toBe(200);
    now = NOW + 10 * MINUTE;
    expectRefused(await late.jar.send(late.callback), 400, /^This log-in has ended already, or took too long/);
  });

  it('is refused in another browser, and with a cookie that was changed', async () => {
    const { jar, callback } = await answeredLogIn(system.url, ada);
    expectRefused(await new CookieJar().send(callback), 400, /^This browser has begun no log-in/);
    const token = jar.cookiesOf(system.url).get(LOG_IN_COOKIE)!;
    jar.cookiesOf(system.url).set(LOG_IN_COOKIE, token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A'));
    expectRefused(await jar.send(callback), 400, OTHER_LOG_IN);
  });

  it('does not log someone in with the code of another log-in', async () => {
    const [mine, theirs] = [await answeredLogIn(system.url, { login: 'mal' }), await answeredLogIn(system.url, ada)];
    const code = new URL(theirs.callback).searchParams.get('code')!;
    expectRefused(await mine.jar.send(withParameter(mine.callback, 'code', code)), 400, NO_GRANT);
  });

  it('does not log someone in with a code that is none', async () => {
    const { jar, callback } = await answeredLogIn(system.url, ada);
    expectRefused(await jar.send(withParameter(callback, 'code', 'made-up')), 400, NO_GRANT);
  });

  it('with the nonce of another log-in in the ID token is refused', async () => {
    const { jar, callback } = await answeredLogIn(system.url, ada, (url) => url.searchParams.set('nonce', 'other'));
    expectRefused(await jar.send(callback), 502, /can't be used: .*nonce/);
  });

  it('that is an error of the provider says which, on one line of the log', async () => {
    const answer = async (error: string) => {
      const { jar, callback } = await answeredLogIn(system.url, ada);
      const url = new URL(withParameter(callback, 'error', error));
      url.searchParams.delete('code');
      url.searchParams.set('error_description', 'so\nit is');
      return jar.send(url.href);
    };
    expectRefused(await answer('login_required'), 403, /did not log you in: login_required \(so it is\)/);
    expectRefused(await answer('temporarily_unavailable'), 503, /provider does not answer/);
    expectRefused(await answer('invalid_scope'), 502, /can't be used: it answered invalid_scope \(so it is\)/);
  });

  it('from another issuer is refused', async () => {
    const { jar, callback } = await answeredLogIn(system.url, ada);
    expectRefused(
      await jar.send(withParameter(callback, 'iss', 'https://evil.example.com')),
      502,
      /can't be used: .*iss/,
    );
  });

  it('with an ID token that others signed is refused', async () => {
    const port = await freePort();
    const forger = createProvider({ port, redirectUrls, people, signsWithOtherKeys: true });
    await forger.start();
    try {
      await withSystem({ environment: oidcEnvironment(otherPort, port) }, async ({ url }) => {
        expectRefused((await logIn(url, 'ada')).response, 502, /can't be used: .*signature verification failed/);
      });
    } finally {
      await forger.stop();
    }
  });
});

describe('a log-in by OpenID Connect', () => {
  it.each([
    'https://evil.example.com/',
    '//evil.example.com/',
    '/\\evil.example.com/',
    '\\/evil.example.com/',
    '/\t/evil.example.com/',
    'javascript:alert(1)',
    'evil.example.com',
    '',
    '/a"><script>',
  ])('does not lead to %j afterwards', async (to) => {
    const response = await rawRequest(`${system.url}/session/oidc?to=${encodeURIComponent(to)}`);
    expect(response).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'to', message: expect.stringContaining('must be a path of this server') }] },
    });
  });

  it('drops log-ins that have expired', async () => {
    await rawRequest(`${system.url}/session/oidc`);
    now = NOW + 60 * MINUTE;
    await rawRequest(`${system.url}/session/oidc`);
    expect(await rowsOf(system.database, 'select count(*)::integer from oidc_log_in')).toEqual([[1]]);
  });

  it('is answered 503 while the provider is down, and works as soon as it is up', async () => {
    await withSystem({ environment: oidcEnvironment(otherPort, providerPort) }, async ({ url }) => {
      const expectDown = (response: RawResponse) => {
        expectRefused(response, 503, /^The OpenID Connect provider does not answer at the moment/);
        expect(response.headers['retry-after']).toBe('5');
      };
      await provider.stop();
      try {
        expectDown(await rawRequest(`${url}/session/oidc`));
      } finally {
        await provider.start();
      }
      const { jar, callback } = await answeredLogIn(url, ada);
      await provider.stop();
      try {
        expectDown(await jar.send(callback));
      } finally {
        await provider.start();
      }
      expect((await logIn(url, 'ada')).response.status).toBe(200);
    });
  });

  it('is answered 503 if the provider takes the connection and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const environment = oidcEnvironment(otherPort, (silent.address() as AddressInfo).port);
      await withSystem({ environment }, async ({ url }) => {
        expectRefused(await rawRequest(`${url}/session/oidc`), 503, /^The OpenID Connect provider does not answer/);
      });
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });

  it('in two tabs ends in the one that began last', async () => {
    const jar = new CookieJar();
    const begin = async () => locationOf(await jar.send(`${system.url}/session/oidc`), system.url);
    const [first, last] = [await begin(), await begin()];
    expectRefused(await jar.send(await goThroughProvider(jar, first, ada)), 400, OTHER_LOG_IN);
    expect((await jar.send(await goThroughProvider(jar, last, ada))).status).toBe(200);
  });
});
