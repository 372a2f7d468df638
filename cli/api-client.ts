/** The API answered with an error status. `message` is the detail of its problem document. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** Nothing answers at the URL of the API. */
export class UnreachableError extends Error {
  constructor(url: string, cause: unknown) {
    super(`nothing answers at ${url}: start Storelight there, or name another place with --url`, { cause });
    this.name = 'UnreachableError';
  }
}

const UNAUTHORIZED = 401;

const KEY_HINT = 'This command takes the key from STORELIGHT_KEY, STORELIGHT_KEY_FILE or --key-file.';

/** Sends requests to one API. Requests and responses are JSON by default. */
export class ApiClient {
  constructor(
    readonly url: string,
    private readonly signal: AbortSignal,
    /** The secret of an API key; undefined: requests have none. */
    private readonly key?: string,
  ) {}

  async get<T>(path: string): Promise<T> {
    return (await this.send(path, { method: 'GET' })).json() as Promise<T>;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return (await this.send(path, { method: 'POST', headers, body: JSON.stringify(body) })).json() as Promise<T>;
  }

  async delete(path: string): Promise<void> {
    await this.send(path, { method: 'DELETE' });
  }

  /** Uploads files; they are read from disk while they are sent. */
  async upload<T>(path: string, form: FormData): Promise<T> {
    return (await this.send(path, { method: 'POST', body: form })).json() as Promise<T>;
  }

  /** Returns the bytes of a file as a stream. */
  async download(path: string): Promise<ReadableStream<Uint8Array>> {
    return (await this.send(path, { method: 'GET' })).body!;
  }

  /** Returns the first bytes of a file. */
  async downloadStart(path: string, bytes: number): Promise<string> {
    return (await this.send(path, { headers: { range: `bytes=0-${bytes - 1}` } })).text();
  }

  private async send(path: string, request: RequestInit): Promise<Response> {
    const headers = new Headers(request.headers);
    if (this.key !== undefined) headers.set('authorization', `Bearer ${this.key}`);
    const response = await fetch(this.url + path, { ...request, headers, signal: this.signal }).catch(
      (error: unknown) => {
        this.signal.throwIfAborted();
        throw new UnreachableError(this.url, error);
      },
    );
    if (response.ok) return response;
    const detail = detailIn(await response.text()) ?? `${path} answered ${response.status}`;
    throw new ApiError(response.status, response.status === UNAUTHORIZED ? `${detail} ${KEY_HINT}` : detail);
  }
}

/** Returns the detail of a problem document; undefined if the text is none. */
function detailIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { detail?: string }).detail;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
