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

/** Asks one API; what is asked and answered is JSON. */
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

  /** The first bytes of a file. */
  async beginning(path: string, bytes: number): Promise<string> {
    return (await this.send(path, { headers: { range: `bytes=0-${bytes - 1}` } })).text();
  }

  private async send(path: string, request: RequestInit): Promise<Response> {
    const response = await fetch(this.url + path, { ...request, signal: this.signal });
    if (response.ok) return response;
    const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new ApiError(response.status, detail ?? `${path} answered ${response.status}`);
  }
}
