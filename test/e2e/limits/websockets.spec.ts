import { once } from 'node:events';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { httpClient } from '../../support/client/http.js';
import { webSocketStatus } from '../../support/client/raw-request.js';
import { importText, polls } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const system = useSystem({ environment: { AUTH: 'required', WEBSOCKETS_PER_KEY: '3' } });
const opened: WebSocket[] = [];
let url: string;

beforeAll(async () => {
  await importText(system.database, polls('a,2023-01-24 12:00 UTC,active'));
  const reportId = await httpClient(system.url, (await addKey(system.database)).secret).trigger();
  url = `${system.url}/ws/reports/${reportId}`;
});

afterEach(() => {
  for (const socket of opened.splice(0)) socket.terminate();
});

const withKey = async () => ({ authorization: `Bearer ${(await addKey(system.database)).secret}` });

async function open(headers: Record<string, string>): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers });
  opened.push(socket);
  await once(socket, 'open');
  return socket;
}

describe('the WebSockets of an API key', () => {
  it('are at most so many at once, and another is refused with 429 until one is closed', async () => {
    const headers = await withKey();
    const [first] = [await open(headers), await open(headers), await open(headers)];
    expect(await webSocketStatus(url, headers)).toBe(429);
    expect(await webSocketStatus(url, await withKey())).toBe(101);
    first.close();
    await waitFor('another to be opened', async () => (await webSocketStatus(url, headers)) === 101);
  });

  it('say when to come back, and why', async () => {
    const headers = await withKey();
    await Promise.all([open(headers), open(headers), open(headers)]);
    const socket = new WebSocket(url.replace('http', 'ws'), { headers });
    socket.on('error', () => undefined);
    const [, response] = await once(socket, 'unexpected-response');
    let text = '';
    for await (const part of response) text += String(part);
    expect(response.headers).toMatchObject({ 'retry-after': '30', 'content-type': 'application/problem+json' });
    expect(JSON.parse(text).detail).toBe(
      'At most 3 WebSockets are open here at once for one client (WEBSOCKETS_PER_KEY). Close one. Try again in 30 seconds.',
    );
  });

  it('are not used up by those that are refused', async () => {
    const headers = await withKey();
    const unknown = url.replace(/[^/]*$/, '00000000-0000-4000-8000-000000000000');
    for (let refused = 0; refused < 5; refused++) {
      const isFree = async () => (await webSocketStatus(unknown, headers)) === 404;
      await waitFor('the refused one to be closed', isFree);
    }
    expect(await webSocketStatus(url, headers)).toBe(101);
  });
});
