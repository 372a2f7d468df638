import { rawRequest, type RawResponse } from '../client/raw-request.js';

export interface JarRequest {
  readonly method?: string;
  readonly form?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

/** A browser without a page: it keeps cookies, and follows no redirect by itself. */
export class CookieJar {
  /** Real browsers do not tell ports apart. */
  private readonly cookiesByHost = new Map<string, Map<string, string>>();

  /** Sends a request with the cookies of its host. */
  async send(url: string, { method = 'GET', form, headers = {} }: JarRequest = {}): Promise<RawResponse> {
    const cookies = this.cookiesOf(url);
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await rawRequest(url, {
      method,
      headers: {
        ...headers,
        ...(cookie === '' ? {} : { cookie }),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    });
    for (const header of response.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(header)!;
      if (value === '') cookies.delete(name!);
      else cookies.set(name!, value!);
    }
    return response;
  }

  /** The cookies that are sent to a host, by name. */
  cookiesOf(url: string): Map<string, string> {
    const { host } = new URL(url);
    const cookies = this.cookiesByHost.get(host) ?? new Map<string, string>();
    this.cookiesByHost.set(host, cookies);
    return cookies;
  }
}

/** Returns where a response leads. */
export function locationOf(response: RawResponse, base: string): string {
  const { location } = response.headers;
  if (location === undefined) throw new Error(`no redirect: ${response.status} ${JSON.stringify(response.body)}`);
  return new URL(location, base).href;
}

/** What someone does at the pages of the provider. */
export type AtProvider = { readonly login: string } | 'cancel';

/** Goes through the pages of the provider, and returns the URL where it sends the browser back to. */
export async function goThroughProvider(jar: CookieJar, authorizationUrl: string, does: AtProvider): Promise<string> {
  const { origin } = new URL(authorizationUrl);
  let url = authorizationUrl;
  while (new URL(url).origin === origin) {
    const response = await jar.send(url);
    url = response.status === 200 ? await answerPage(jar, String(response.body), url, does) : locationOf(response, url);
  }
  return url;
}

/** Sends the form of a page for name and password, or for consent. Returns where that leads. */
async function answerPage(jar: CookieJar, page: string, url: string, does: AtProvider): Promise<string> {
  if (does === 'cancel') {
    const abort = new URL(/href="([^"]+\/abort)"/.exec(page)![1]!, url).href;
    return locationOf(await jar.send(abort), abort);
  }
  const action = new URL(/<form[^>]* action="([^"]+)"/.exec(page)![1]!, url).href;
  const prompt = /name="prompt" value="(\w+)"/.exec(page)![1]!;
  const form: Record<string, string> = prompt === 'login' ? { prompt, login: does.login, password: 'any' } : { prompt };
  return locationOf(await jar.send(action, { method: 'POST', form }), action);
}
