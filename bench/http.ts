/** Asks the API, and returns the JSON of the answer; fails if there is an error. */
export async function getJson(url: string): Promise<unknown> {
  return readJson(url, await fetch(url));
}

/** Sends JSON to the API: see `getJson`. */
export async function sendJson(method: string, url: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  return readJson(`${method} ${url}`, await fetch(url, { method, headers, body: JSON.stringify(body) }));
}

async function readJson(what: string, response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
  return response.json();
}
