import type { RawResponse } from '../client/raw-request.js';
import { CookieJar, goThroughProvider, locationOf, type AtProvider } from './jar.js';
import { CLIENT_ID, CLIENT_SECRET, issuerOf } from './provider.js';

/** Where the provider sends browsers back to, for an API that listens on a port. */
export const redirectUrlOf = (apiPort: number) => `http://127.0.0.1:${apiPort}/session/oidc/callback`;

/** The settings of an API that listens on a port, for a provider on another one. */
export function oidcEnvironment(apiPort: number, providerPort: number): Record<string, string> {
  return {
    AUTH: 'required',
    PORT: String(apiPort),
    OIDC_ISSUER: issuerOf(providerPort),
    OIDC_CLIENT_ID: CLIENT_ID,
    OIDC_CLIENT_SECRET: CLIENT_SECRET,
    OIDC_REDIRECT_URL: redirectUrlOf(apiPort),
  };
}

/** A log-in that has come back from the provider: the answer is not sent to the API yet. */
export interface Answered {
  readonly jar: CookieJar;
  /** The URL of the callback, with state and code. */
  readonly callback: string;
}

/** Begins a log-in, and goes through the pages of the provider. `change` may change the URL of the provider. */
export async function answeredLogIn(
  apiUrl: string,
  does: AtProvider,
  change: (url: URL) => void = () => undefined,
): Promise<Answered> {
  const jar = new CookieJar();
  const begun = await jar.send(`${apiUrl}/session/oidc`);
  const url = new URL(locationOf(begun, apiUrl));
  change(url);
  return { jar, callback: await goThroughProvider(jar, url.href, does) };
}

/** Logs in completely. Returns the jar with the cookie of the session, and the response of the callback. */
export async function logIn(apiUrl: string, login: string): Promise<{ jar: CookieJar; response: RawResponse }> {
  const { jar, callback } = await answeredLogIn(apiUrl, { login });
  return { jar, response: await jar.send(callback) };
}
