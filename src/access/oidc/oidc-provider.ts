import * as client from 'openid-client';
import type { OidcSettings } from '../../config/oidc-settings.js';
import type { LogInSecrets } from './log-in-secrets.js';
import { wantedClaims, type Claims } from './person.js';
import { fetchFromProvider, toProviderProblem } from './provider-problems.js';

/** A browser waits meanwhile. */
const TIMEOUT_SECONDS = 5;

/** The OpenID Connect provider, as its client sees it. Its metadata are read when they are first needed. */
export class OidcProvider {
  private discovered: Promise<client.Configuration> | undefined;

  constructor(private readonly settings: OidcSettings) {}

  /**
   * Returns the URL at the provider where a browser logs in.
   * @throws {Problem} 502, 503
   */
  async authorizationUrl({ state, nonce, codeVerifier }: LogInSecrets): Promise<URL> {
    const configuration = await this.discover().catch(fail);
    return client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.settings.redirectUrl,
      scope: this.settings.scopes,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
  }

  /**
   * Exchanges what a browser brought back for the claims about who logged in.
   * @throws {Problem} 400, 403, 502, 503
   */
  async redeem(answer: URLSearchParams, secrets: LogInSecrets): Promise<Claims> {
    return this.exchange(answer, secrets).catch(fail);
  }

  private async exchange(answer: URLSearchParams, { state, nonce, codeVerifier }: LogInSecrets): Promise<Claims> {
    const configuration = await this.discover();
    const url = new URL(this.settings.redirectUrl);
    url.search = answer.toString();
    const tokens = await client.authorizationCodeGrant(configuration, url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    });
    const claims: Claims = tokens.claims()!;
    const isComplete = wantedClaims(this.settings).every((claim) => claim in claims);
    if (isComplete || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
    // Many providers keep the ID token small, and tell the rest when asked.
    return { ...(await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
  }

  /** A failure is not kept: the next log-in tries again. */
  private async discover(): Promise<client.Configuration> {
    this.discovered ??= discover(this.settings).catch((error: unknown) => {
      this.discovered = undefined;
      throw error;
    });
    return this.discovered;
  }
}

function fail(error: unknown): never {
  throw toProviderProblem(error);
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<client.Configuration> {
  const isLocal = new URL(issuer).protocol === 'http:';
  return client.discovery(new URL(issuer), clientId, undefined, authentication(clientSecret), {
    [client.customFetch]: fetchFromProvider,
    timeout: TIMEOUT_SECONDS,
    execute: [
      client.enableNonRepudiationChecks,
      // Deprecated to make it stand out. The settings take http for this machine only.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      ...(isLocal ? [client.allowInsecureRequests] : []),
    ],
  });
}

/** Sends the secret in the header, as is the default of the standard, unless the provider takes it in the body only. */
function authentication(clientSecret: string | undefined): client.ClientAuth {
  if (clientSecret === undefined) return client.None();
  const [inHeader, inBody] = [client.ClientSecretBasic(clientSecret), client.ClientSecretPost(clientSecret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    (methods.includes('client_secret_basic') ? inHeader : inBody)(server, ...rest);
  };
}
