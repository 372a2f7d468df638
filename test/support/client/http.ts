import { waitFor } from '../wait-for.js';

/** An answer of the API, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly body: any;
}

/** Sends requests to one API. A body that is no string goes as JSON. */
export function httpClient(baseUrl: string) {
  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  async function trigger(request: unknown = {}): Promise<string> {
    const triggered = await send('POST', '/reports', request);
    if (triggered.status !== 202) throw new Error(`no report: ${triggered.text}`);
    return triggered.body.reportId;
  }

  /** Waits for the end of a report. Whether the API is there all the time does not matter. */
  async function ended(reportId: string, longestMs?: number): Promise<any> {
    const ask = async () => {
      const answer = await send('GET', `/reports/${reportId}`).catch(() => null);
      return answer?.status === 200 && answer.body.status !== 'Running' && answer.body;
    };
    return waitFor('the report to end', ask, longestMs);
  }

  return {
    get: (path: string, headers?: Record<string, string>) => send('GET', path, undefined, headers),
    post: (path: string, body?: unknown, headers?: Record<string, string>) => send('POST', path, body, headers),
    send,
    /** Asks for a report and waits for its end. */
    async report(request: unknown = {}): Promise<any> {
      return ended(await trigger(request));
    },
    /** Asks for a report, and gives its id. */
    trigger,
    ended,
    /** How many stores of a report are done. */
    async storesDone(reportId: string): Promise<number> {
      return (await send('GET', `/reports/${reportId}`)).body.progress.storesDone;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
