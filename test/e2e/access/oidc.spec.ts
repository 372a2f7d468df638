import { readFile } from 'node:fs/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../dev/processes/ports.js';
import { HOUR, type Instant } from '../../../src/domain/time/instant.js';
import { importText, NOW, polls, rowsOf } from '../../support/data/importing.js';
import { rawRequest } from '../../support/client/raw-request.js';
import { CookieJar, goThroughProvider, locationOf } from '../../support/oidc/jar.js';
import { answeredLogIn, logIn, oidcEnvironment, redirectUrlOf } from '../../support/oidc/log-in.js';
import { CLIENT_SECRET, createProvider, issuerOf, useProvider } from '../../support/oidc/provider.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';

const [apiPort, otherPort, providerPort] = [await freePort(), await freePort(), await freePort()];
const BEHIND_PROXY = 'https://storelight.example.com/session/oidc/callback';

const people = {
  ada: { name: 'Ada Lovelace', storelight_role: 'operator' },
  bob: { name: 'Bob', storelight_role: 'sales' },
  eve: { name: 'Eve' },
  kim: { email: 'kim@example.com', groups: ['staff', 'owners'], stores: ['a'] },
};

let now: Instant = NOW;
useProvider({
  port: providerPort,
  redirectUrls: [redirectUrlOf(apiPort), redirectUrlOf(otherPort), BEHIND_PROXY],
  people,
});
const system = useSystem({ clock: () => now, environment: oidcEnvironment(apiPort, providerPort) });

beforeAll(async () => {
  await importText(system.database, polls('a,2023-01-24 12:00 UTC,active', 'b,2023-01-24 12:00 UTC,active'));
});

beforeEach(() => {
  now = NOW;
});

describe('a log-in by OpenID Connect', () => {
  it('begins at the provider, with PKCE, state and nonce, and a cookie that comes back from there', async () => {
    const jar = new CookieJar();
    const begun = await jar.send(`${system.url}/session/oidc`);
    expect(begun.status).toBe(302);
    const url = new URL(locationOf(begun, system.url));
    expect(url.origin).toBe(issuerOf(providerPort));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'storelight',
      response_type: 'code',
      redirect_uri: redirectUrlOf(apiPort),
      scope: 'openid profile email',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(begun.headers['set-cookie']).toEqual([
      expect.stringMatching(/^storelight-log-in=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect(begun.headers['cache-control']).toBe('no-store');
    const stored = JSON.stringify(await rowsOf(system.database, 'select to_jsonb(oidc_log_in)::text from oidc_log_in'));
    const secrets = [jar.cookiesOf(system.url).get('storelight-log-in'), ...url.searchParams.values()];
    expect(secrets.filter((secret) => stored.includes(secret!))).toEqual([]);
  });

  it('ends with the session of a person, whose role is that of the claim', async () => {
    const { jar, response } = await logIn(system.url, 'ada');
    expect(response.status).toBe(200);
    expect(response.headers['set-cookie']).toEqual([
      expect.stringMatching(/^storelight-log-in=; Max-Age=0; /),
      expect.stringMatching(/^storelight=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(await jar.send(`${system.url}/session`)).toMatchObject({
      status: 200,
      body: { kind: 'session', name: 'Ada Lovelace', role: 'operator', stores: null },
    });
    expect((await jar.send(`${system.url}/stores`)).status).toBe(200);
    expect((await jar.send(`${system.url}/keys`)).status).toBe(403);
    const sessions = await rowsOf(system.database, `select subject, key_id from session where name = 'Ada Lovelace'`);
    expect(sessions).toEqual([[`${issuerOf(providerPort)} ada`, null]]);
  });

  it('answers with a page that moves on by itself, and tells nobody the code', async () => {
    const { response } = await logIn(system.url, 'ada');
    expect(response.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(response.body).toContain('<meta http-equiv="refresh" content="0; url=/ui/">');
    expect(response.body).not.toContain('script');
  });

  it.each(['/ui/stores?sort=uptime&status=it%27s#top', "/ui/it's", '/'])(
    'goes on to %s, if that was asked for',
    async (to) => {
      const jar = new CookieJar();
      const begun = await jar.send(`${system.url}/session/oidc?to=${encodeURIComponent(to)}`);
      const callback = await goThroughProvider(jar, locationOf(begun, system.url), { login: 'ada' });
      const [, shown] = /<a href="([^"]*)">/.exec((await jar.send(callback)).body)!;
      expect(shown!.replaceAll('&amp;', '&').replaceAll('&#39;', "'")).toBe(to);
    },
  );

  it('lasts twelve hours, and ends before by DELETE', async () => {
    const { jar } = await logIn(system.url, 'ada');
    now = NOW + 11 * HOUR;
    expect((await jar.send(`${system.url}/session`)).status).toBe(200);
    now = NOW + 12 * HOUR;
    expect((await jar.send(`${system.url}/session`)).status).toBe(401);
    now = NOW;
    const headers = { origin: new URL(system.url).origin };
    const { jar: other } = await logIn(system.url, 'ada');
    expect((await other.send(`${system.url}/session`, { method: 'DELETE', headers })).status).toBe(204);
    expect((await other.send(`${system.url}/session`)).status).toBe(401);
  });

  it('ends at once by the statement of docs/openid-connect.md', async () => {
    const [, statement] = /`(update session set .*)`/.exec(await readFile('docs/openid-connect.md', 'utf8'))!;
    const { jar } = await logIn(system.url, 'ada');
    expect((await jar.send(`${system.url}/session`)).status).toBe(200);
    const subject = `'${issuerOf(providerPort)} ada'`;
    await rowsOf(system.database, statement!.replace(/'.* SUB'/, subject));
    expect((await jar.send(`${system.url}/session`)).status).toBe(401);
  });

  it.each([
    ['eve', 'the claim "storelight_role" is missing'],
    ['bob', 'the claim "storelight_role" is "sales"'],
  ])('refuses %s, who has no role here, and names the claim', async (login, reason) => {
    const { jar, response } = await logIn(system.url, login);
    expect(response).toMatchObject({ status: 403, body: { detail: expect.stringContaining(reason) } });
    expect(jar.cookiesOf(system.url).has('storelight')).toBe(false);
    expect((await jar.send(`${system.url}/session`)).status).toBe(401);
    const events = await rowsOf(
      system.database,
      `select actor_hint, after ->> 'reason' from audit_event where action = 'refuse' order by id desc limit 1`,
    );
    expect(events).toEqual([[expect.stringMatching(`^http.* ${login}$`), expect.stringContaining(reason)]]);
  });

  it('that is cancelled at the provider says so', async () => {
    const { jar, callback } = await answeredLogIn(system.url, 'cancel');
    expect(await jar.send(callback)).toMatchObject({
      status: 403,
      body: { detail: expect.stringMatching(/^The provider did not log you in: access_denied/) },
    });
  });
});

describe('the set-up of OpenID Connect', () => {
  it('may limit people to stores, and give roles to groups', async () => {
    const environment = {
      ...oidcEnvironment(otherPort, providerPort),
      OIDC_ROLE_CLAIM: 'groups',
      OIDC_ROLES: 'owners=reader,it=admin',
      OIDC_STORES_CLAIM: 'stores',
    };
    await withSystem({ environment }, async ({ url, database }) => {
      await importText(database, polls('a,2023-01-24 12:00 UTC,active', 'b,2023-01-24 12:00 UTC,active'));
      const { jar } = await logIn(url, 'kim');
      expect((await jar.send(`${url}/session`)).body).toMatchObject({
        name: 'kim@example.com',
        role: 'reader',
        stores: ['a'],
      });
      expect((await jar.send(`${url}/stores`)).body.items).toMatchObject([{ storeId: 'a' }]);
      expect((await jar.send(`${url}/stores/b`)).status).toBe(404);
    });
  });

  it('behind a proxy names the URL of the callback, whatever Host says', async () => {
    const environment = {
      ...oidcEnvironment(otherPort, providerPort),
      OIDC_REDIRECT_URL: BEHIND_PROXY,
      TRUST_PROXY: '127.0.0.1',
      ALLOWED_HOSTS: 'storelight.example.com,storelight.lan',
    };
    await withSystem({ environment }, async ({ url }) => {
      const jar = new CookieJar();
      const proxied = (host: string, protocol = 'https') => ({ host, 'x-forwarded-proto': protocol });
      const headers = proxied('storelight.example.com');
      const begun = await jar.send(`${url}/session/oidc`, { headers });
      expect(begun.headers['set-cookie']).toEqual([
        expect.stringMatching(/^__Host-storelight-log-in=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      ]);
      const callback = await goThroughProvider(jar, locationOf(begun, url), { login: 'ada' });
      expect(callback).toMatch(/^https:\/\/storelight\.example\.com\/session\/oidc\/callback\?/);
      const ended = await jar.send(callback.replace('https://storelight.example.com', url), { headers });
      expect(ended.headers['set-cookie']).toContainEqual(
        expect.stringMatching(/^__Host-storelight=.*; Secure; SameSite=Strict$/),
      );
      expect(await rawRequest(`${url}/session/oidc`, { headers: proxied('storelight.lan') })).toMatchObject({
        status: 400,
        body: { detail: expect.stringMatching(/^Log in at https:\/\/storelight\.example\.com\/session\/oidc, /) },
      });
      const unencrypted = proxied('storelight.example.com', 'http');
      expect(await rawRequest(`${url}/session/oidc`, { headers: unencrypted })).toMatchObject({
        status: 403,
        body: { detail: expect.stringMatching(/^A session needs https/) },
      });
    });
  });

  it.each(['none', 'client_secret_post'] as const)(
    'works with a client of the kind %s, and with full ID tokens',
    async (authentication) => {
      const port = await freePort();
      const redirectUrls = [redirectUrlOf(otherPort)];
      const provider = createProvider({ port, redirectUrls, people, authentication, hasFullIdTokens: true });
      await provider.start();
      try {
        const environment = {
          ...oidcEnvironment(otherPort, port),
          OIDC_CLIENT_SECRET: authentication === 'none' ? '' : CLIENT_SECRET,
        };
        await withSystem({ environment }, async ({ url }) => {
          const { jar } = await logIn(url, 'ada');
          expect((await jar.send(`${url}/session`)).body).toMatchObject({ name: 'Ada Lovelace', role: 'operator' });
        });
      } finally {
        await provider.stop();
      }
    },
  );

  it('with a wrong secret is answered 502, which does not repeat it', async () => {
    const environment = { ...oidcEnvironment(otherPort, providerPort), OIDC_CLIENT_SECRET: 'hunter2' };
    await withSystem({ environment }, async ({ url }) => {
      const { response } = await logIn(url, 'ada');
      expect(response).toMatchObject({
        status: 502,
        body: { detail: expect.stringContaining('it does not accept the client (401)') },
      });
      expect(JSON.stringify(response)).not.toContain('hunter2');
    });
  });

  it('with a URL that is no issuer is answered 502', async () => {
    const environment = {
      ...oidcEnvironment(otherPort, providerPort),
      OIDC_ISSUER: `${issuerOf(providerPort)}/nothing`,
    };
    await withSystem({ environment }, async ({ url }) => {
      expect(await rawRequest(`${url}/session/oidc`)).toMatchObject({
        status: 502,
        body: { detail: expect.stringMatching(/^The answer of the OpenID Connect provider can't be used: /) },
      });
    });
  });

  it('that is missing is answered 404, which says what would set it up', async () => {
    await withSystem({}, async ({ url }) => {
      for (const path of ['/session/oidc', '/session/oidc/callback?code=a&state=b']) {
        expect(await rawRequest(url + path)).toMatchObject({
          status: 404,
          body: { detail: expect.stringContaining('OIDC_ISSUER is not set') },
        });
      }
    });
  });
});
