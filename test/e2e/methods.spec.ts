import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem();
const { http } = system;

/** Sends a request line that no HTTP client would send, and returns the response as it came. */
async function sendRaw(requestLine: string): Promise<{ status: number; head: string; body: any }> {
  const { hostname, port } = new URL(system.url);
  const socket = connect(Number(port), hostname);
  socket.write(`${requestLine} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n\r\n`);
  const [head, body] = (await text(socket)).split('\r\n\r\n');
  return { status: Number(head!.split(' ')[1]), head: head!.toLowerCase(), body: JSON.parse(body!) };
}

describe('a method that a known path does not have', () => {
  it.each([
    ['DELETE', '/reports', 'GET, HEAD, POST'],
    ['PUT', '/stores/a%2Fb', 'DELETE, GET, HEAD, PATCH'],
    ['POST', '/stores/a/timeline?from=x', 'GET, HEAD'],
    ['GET', '/polls', 'POST'],
    ['HEAD', '/polls', 'POST'],
    ['OPTIONS', '/polls/', 'POST'],
    ['PATCH', '/health/live', 'GET, HEAD'],
    ['DELETE', '/openapi.json', 'GET, HEAD'],
  ])('%s %s is 405, and Allow names those it has', async (method, path, allow) => {
    const answer = await http.send(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    if (method === 'HEAD') return;
    expect(answer.body).toMatchObject({
      status: 405,
      detail: expect.stringContaining(`takes ${allow}, not ${method}`),
    });
  });

  it('is 405 for methods of WebDAV, too', async () => {
    expect(await sendRaw('PROPFIND /stores')).toMatchObject({
      status: 405,
      head: expect.stringMatching(/\r\nallow: get, head, post\r\n/),
      body: { status: 405 },
    });
  });

  it('is 405 with a body that the path would not take', async () => {
    expect((await http.send('PUT', '/polls', '<polls/>', { 'content-type': 'text/xml' })).status).toBe(405);
  });

  it('is 404 on a path that there is not', async () => {
    expect((await http.send('DELETE', '/nowhere')).status).toBe(404);
    expect((await http.send('DELETE', '/stores/a/b/c')).status).toBe(404);
  });
});

describe('a request that the server can not read', () => {
  it.each([
    ['with an unknown method', 'FETCH /stores', 501, /method/],
    ['that is not HTTP', 'GET /stores\0', 400, /HTTP/],
    ['that is too large', `GET /${'x'.repeat(100_000)}`, 431, /large/],
  ])('%s is a problem', async (_what, requestLine, status, detail) => {
    const answer = await sendRaw(requestLine);
    expect(answer).toMatchObject({ status, body: { status, detail: expect.stringMatching(detail) } });
    expect(answer.head).toMatch(/\r\ncontent-type: application\/problem\+json/);
  });

  it.each([
    ['with half a percent sign', '/stores/%', 400],
    ['with a very long id', `/stores/${'x'.repeat(3_000)}`, 414],
  ])('%s is a problem', async (_what, path, status) => {
    const answer = await http.get(path);
    expect(answer).toMatchObject({ status, body: { status, detail: expect.any(String) } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});
