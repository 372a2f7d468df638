import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, beforeAll } from '@jest/globals';
import Provider from 'oidc-provider';

export const CLIENT_ID = 'storelight';
export const CLIENT_SECRET = 'a secret + of the client';

const KEY_ID = 'key';

export interface ProviderOptions {
  readonly port: number;
  /** Where it sends browsers back to. */
  readonly redirectUrls: readonly string[];
  /** The claims of each person, by login. Any password will do. */
  readonly people: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** `none`: a client without a secret. */
  readonly authentication?: 'client_secret_basic' | 'client_secret_post' | 'none';
  /** Whether all claims are in the ID token; otherwise, in the answer of the userinfo endpoint. */
  readonly hasFullIdTokens?: boolean;
  /** Whether it publishes other keys than it signs with, as a forger of tokens would. */
  readonly signsWithOtherKeys?: boolean;
}

/** A real OpenID Connect provider, which can be down for a while. */
export interface TestProvider {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The issuer of a provider on this machine. Browsers take `localhost` and `127.0.0.1` for two sites. */
export const issuerOf = (port: number) => `http://localhost:${port}`;

export function createProvider(options: ProviderOptions): TestProvider {
  const handle = handlerOf(options);
  let server: Server | undefined;
  return {
    async start() {
      server = createServer(handle).listen(options.port, '127.0.0.1');
      await once(server, 'listening');
    },
    async stop() {
      if (server === undefined) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      server = undefined;
      await closed;
    },
  };
}

/** Runs a provider while the tests of a file run. */
export function useProvider(options: ProviderOptions): TestProvider {
  const provider = createProvider(options);
  beforeAll(() => provider.start());
  afterAll(() => provider.stop());
  return provider;
}

function handlerOf(options: ProviderOptions): RequestListener {
  const handle = quietly(() => providerOf(options)).callback();
  if (options.signsWithOtherKeys !== true) return handle;
  const { kty, n, e } = generateKey();
  const published = JSON.stringify({ keys: [{ kty, n, e, kid: KEY_ID }] });
  return (request, response) => {
    if (request.url === '/jwks') response.setHeader('content-type', 'application/json').end(published);
    else handle(request, response);
  };
}

function providerOf(options: ProviderOptions): Provider {
  const { redirectUrls, people, authentication = 'client_secret_basic', hasFullIdTokens = false } = options;
  const names = Object.values(people).flatMap((claims) => Object.keys(claims));
  return new Provider(issuerOf(options.port), {
    clients: [
      {
        client_id: CLIENT_ID,
        ...(authentication === 'none' ? {} : { client_secret: CLIENT_SECRET }),
        redirect_uris: redirectUrls,
        token_endpoint_auth_method: authentication,
      },
    ],
    clientAuthMethods: [authentication],
    claims: { openid: ['sub'], profile: [...new Set(names)] },
    conformIdTokenClaims: !hasFullIdTokens,
    cookies: { keys: ['a key of the tests'] },
    jwks: { keys: [{ ...generateKey(), kid: KEY_ID }] },
    features: { devInteractions: { enabled: true } },
    ttl: { Session: 3600, Interaction: 3600, Grant: 3600, AccessToken: 3600, IdToken: 3600 },
    async findAccount(_context, login) {
      return { accountId: login, claims: async () => ({ sub: login, ...people[login] }) };
    },
  });
}

function generateKey() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
}

/** The provider warns that it keeps all in memory, and of its pages for development: both are what tests want. */
function quietly<T>(make: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}
