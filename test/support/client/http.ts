import { waitFor } from '../wait-for.js';

/** A response of the API with its body. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined if it is not JSON. */
  readonly body: any;
}

export type HttpClient = ReturnType<typeof httpClient>;

/**
 * Sends requests to one API. `baseUrl` may be a function, if the API is not running yet. A body that is neither text nor
 * bytes is sent as JSON. With `key`, requests have this API key.
 */
export function httpClient(baseUrl: string | (() => string), key?: string) {
  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiResponse> {
    const response = await fetch((typeof baseUrl === 'string' ? baseUrl : baseUrl()) + path, {
      method,
      headers: {
        ...(body === undefined || isBytes(body) ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' || isBytes(body) ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parseJson(text) };
  }

  async function trigger(request: unknown = {}): Promise<string> {
    const triggered = await send('POST', '/reports', request);
    if (triggered.status !== 202) throw new Error(`no report: ${triggered.text}`);
    return triggered.body.reportId;
  }

  /** Waits until a report has ended. The API may be down meanwhile. */
  async function waitUntilEnded(reportId: string, longestMs?: number): Promise<any> {
    const readEnded = async () => {
      const answer = await send('GET', `/reports/${reportId}`).catch(() => null);
      return answer?.status === 200 && answer.body.status !== 'Running' && answer.body;
    };
    return waitFor('the report to end', readEnded, longestMs);
  }

  return {
    get: (path: string, headers?: Record<string, string>) => send('GET', path, undefined, headers),
    post: (path: string, body?: unknown, headers?: Record<string, string>) => send('POST', path, body, headers),
    send,
    /** Requests a report, waits until it has ended, and returns it. */
    async report(request: unknown = {}): Promise<any> {
      return waitUntilEnded(await trigger(request));
    },
    /** Requests a report, and returns its id. */
    trigger,
    waitUntilEnded,
    /** Returns how many stores of a report are done. */
    async storesDone(reportId: string): Promise<number> {
      return (await send('GET', `/reports/${reportId}`)).body.progress.storesDone;
    },
  };
}

/** Bytes are sent as they are, without a content type. */
function isBytes(body: unknown): body is Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
