/** An answer of the API other than what was asked for. `message` is what it says about it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** Nothing answers where the API should be. */
export class UnreachableError extends Error {
  constructor(url: string, cause: unknown) {
    super(`nothing answers at ${url}: start Storelight there, or name another place with --url`, { cause });
    this.name = 'UnreachableError';
  }
}

/** Asks one API; what is asked and answered is JSON, unless said otherwise. */
export class ApiClient {
  constructor(
    readonly url: string,
    private readonly signal: AbortSignal,
  ) {}

  async get<T>(path: string): Promise<T> {
    return (await this.send(path, { method: 'GET' })).json() as Promise<T>;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return (await this.send(path, { method: 'POST', headers, body: JSON.stringify(body) })).json() as Promise<T>;
  }

  /** Sends files, which are read from disk as they go. */
  async upload<T>(path: string, form: FormData): Promise<T> {
    return (await this.send(path, { method: 'POST', body: form })).json() as Promise<T>;
  }

  /** The bytes of a file, as they come. */
  async download(path: string): Promise<ReadableStream<Uint8Array>> {
    return (await this.send(path, { method: 'GET' })).body!;
  }

  /** The first bytes of a file. */
  async downloadStart(path: string, bytes: number): Promise<string> {
    return (await this.send(path, { headers: { range: `bytes=0-${bytes - 1}` } })).text();
  }

  private async send(path: string, request: RequestInit): Promise<Response> {
    const response = await fetch(this.url + path, { ...request, signal: this.signal }).catch((error: unknown) => {
      this.signal.throwIfAborted();
      throw new UnreachableError(this.url, error);
    });
    if (response.ok) return response;
    const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new ApiError(response.status, detail ?? `${path} answered ${response.status}`);
  }
}
