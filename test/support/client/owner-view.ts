import type { HttpClient } from './http.js';

/** The fields that differ between any two runs, whatever a caller may see. */
const OF_THE_RUN = new Set([
  'dataVersion',
  'requestedAt',
  'finishedAt',
  'startedAt',
  'durationMs',
  'secondsLeft',
  'workflow',
]);

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** An answer of the API without what differs between any two runs. Ids are numbered in the order in which they appear. */
export interface Seen {
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
  readonly csv: string | null;
}

/** Asks as one caller, and collects what they see. */
export class OwnerView {
  readonly seen: Seen[] = [];
  /** Everything that was answered, as it came. */
  readonly texts: string[] = [];
  private readonly ids = new Map<string, string>();

  constructor(private readonly http: HttpClient) {}

  async ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<any> {
    const answer = await this.http.send(method, path, body, headers);
    this.texts.push(answer.text, JSON.stringify([...answer.headers]));
    const isJson = answer.body !== undefined;
    this.seen.push({
      request: this.numbered(`${method} ${path}`),
      status: answer.status,
      body: isJson ? (JSON.parse(this.numbered(JSON.stringify(answer.body, withoutRun))) as unknown) : null,
      csv: isJson ? null : answer.text,
    });
    return answer.body;
  }

  /** Asks for a list to its end, in pages of two. */
  async askAll(path: string): Promise<void> {
    const separator = path.includes('?') ? '&' : '?';
    for (let cursor = ''; ;) {
      const page = await this.ask('GET', `${path}${separator}limit=2${cursor}`);
      this.seen.splice(-1, 1, { ...this.seen.at(-1)!, request: this.numbered(path) });
      if (page?.nextCursor == null) return;
      cursor = `&cursor=${page.nextCursor}`;
    }
  }

  private numbered(text: string): string {
    return text.replace(UUID, (id) => {
      if (!this.ids.has(id)) this.ids.set(id, `id-${this.ids.size + 1}`);
      return this.ids.get(id)!;
    });
  }
}

function withoutRun(key: string, value: unknown): unknown {
  if (OF_THE_RUN.has(key)) return undefined;
  // A cursor holds the data version.
  return key === 'nextCursor' && value !== null ? 'another page' : value;
}
