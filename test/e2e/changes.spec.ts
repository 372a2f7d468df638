import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { httpClient, type HttpClient } from '../support/client/http.js';
import { webSocketStatus } from '../support/client/raw-request.js';
import { importText, polls, rowsOf, zones } from '../support/data/importing.js';
import { addKey } from '../support/data/keys.js';
import { useSystem, withSystem } from '../support/system/use-system.js';
import { waitFor } from '../support/wait-for.js';

const system = useSystem({ environment: { AUTH: 'required', WEBSOCKETS_PER_KEY: '3' } });
const opened: WebSocket[] = [];
let http: HttpClient;

beforeAll(async () => {
  http = httpClient(system.url, (await addKey(system.database)).secret);
  await importText(system.database, polls('a,2023-01-24 12:00 UTC,active', 'b,2023-01-24 12:00 UTC,active'));
});

afterEach(() => {
  for (const socket of opened.splice(0)) socket.terminate();
});

interface Watching {
  readonly socket: WebSocket;
  readonly events: any[];
  /** Waits for an event that fits, among those after the ones that were waited for before. */
  next(topic: string, fits?: (event: any) => boolean): Promise<any>;
}

/** A client that collects the events, with a key of its own. */
async function watch(url: string, key?: string): Promise<Watching> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/changes`, { headers });
  opened.push(socket);
  const events: any[] = [];
  socket.on('message', (data: Buffer) => events.push(JSON.parse(data.toString())));
  await once(socket, 'open');
  let seen = 0;
  const next: Watching['next'] = (topic, fits = () => true) =>
    waitFor(`an event about ${topic}`, () => {
      const found = events.findIndex((event, index) => index >= seen && event.topic === topic && fits(event));
      if (found === -1) return false;
      seen = found + 1;
      return events[found];
    });
  return { socket, events, next };
}

const watchWithKey = async (request = {}) => watch(system.url, (await addKey(system.database, request)).secret);

const newestVersion = async () => {
  const [[version]] = (await rowsOf(system.database, 'select max(version) from data_version')) as [[number]];
  return version;
};

let minute = 0;
const push = async () =>
  http.post('/polls', {
    storeId: 'a',
    at: new Date(Date.UTC(2023, 0, 24, 13, minute++)).toISOString(),
    status: 'active',
  });

describe('who follows changes', () => {
  it('learns at once which data are the newest', async () => {
    const { events, next } = await watchWithKey();
    expect(await next('data')).toEqual({
      topic: 'data',
      dataVersion: await newestVersion(),
      newestPollAt: '2023-01-24T12:00:00.000000Z',
    });
    expect(events).toHaveLength(1);
  });

  it('learns that there are none, and then the first, which have no polls yet', async () => {
    await withSystem({}, async ({ url, database }) => {
      const { next } = await watch(url);
      expect(await next('data')).toEqual({ topic: 'data', dataVersion: null, newestPollAt: null });
      await importText(database, zones('a,UTC'));
      expect(await next('data')).toEqual({ topic: 'data', dataVersion: 1, newestPollAt: null });
    });
  });

  it('learns of each new data version, from polls as from edits', async () => {
    const { next } = await watchWithKey();
    await next('data');
    await push();
    const version = await newestVersion();
    const { newestPollAt } = await next('data', ({ dataVersion }) => dataVersion === version);
    expect(newestPollAt).toBe('2023-01-24T13:00:00.000000Z');
    await http.send('PATCH', '/stores/a', { timeZone: 'UTC' });
    await next('data', ({ dataVersion }) => dataVersion === version + 1);
  });

  it('gets at most one event of a topic in a second, and the last change always', async () => {
    const { events, next } = await watchWithKey();
    const startedAt = performance.now();
    await next('data');
    for (let pushed = 0; pushed < 10; pushed++) await push();
    const newest = await newestVersion();
    await next('data', ({ dataVersion }) => dataVersion === newest);
    const seconds = (performance.now() - startedAt) / 1_000;
    const versions = events.filter(({ topic }) => topic === 'data').map(({ dataVersion }) => dataVersion);
    expect(versions.length).toBeLessThanOrEqual(1 + Math.ceil(seconds));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  it('learns when the figures of all stores were computed anew', async () => {
    const { next } = await watchWithKey();
    await push();
    const version = await newestVersion();
    // The first request computes figures, or has old ones computed anew.
    await http.get('/now/uptime');
    await next('figures', ({ dataVersion }) => dataVersion === version);
    expect((await http.get('/now/uptime')).body.dataVersion).toBe(version);
  });

  it('learns when a report begins, and when it is deleted', async () => {
    const { next } = await watchWithKey();
    const reportId = await http.trigger();
    await next('reports');
    await rowsOf(system.database, `delete from report where report_id = '${reportId}'`);
    expect(await next('reports')).toEqual({ topic: 'reports' });
  });

  it('learns when a report goes on and ends', async () => {
    const { next } = await watchWithKey();
    const reportId = await http.trigger();
    await next('reports');
    const worker = await system.startWorker();
    await next('reports');
    expect(await http.waitUntilEnded(reportId)).toMatchObject({ status: 'Complete' });
    await worker.stop();
  });

  it('learns of imports, also of those that change nothing', async () => {
    const { events, next } = await watchWithKey();
    await next('data');
    await importText(system.database, polls('a,2023-01-24 12:00 UTC,active'), randomUUID());
    expect(await next('imports')).toEqual({ topic: 'imports' });
    expect(events.filter(({ topic }) => topic === 'data')).toHaveLength(1);
  });

  it('gets an event of each topic after the connection to the database was lost', async () => {
    const { events, next } = await watchWithKey();
    await http.get('/now/uptime');
    const before = await next('data');
    await waitFor('quiet figures', async () => (await http.get('/now/uptime')).body.dataVersion === before.dataVersion);
    const known = events.length;
    await rowsOf(
      system.database,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'storelight-api-listener' and datname = current_database()`,
    );
    await waitFor('all topics', () => new Set(events.slice(known).map(({ topic }) => topic)).size === 4);
    expect(events.slice(known)).toContainEqual(before);
    await push();
    const version = await newestVersion();
    await next('data', ({ dataVersion }) => dataVersion === version);
  });

  it('gets the same with a key that is limited to stores', async () => {
    const { next } = await watchWithKey({ role: 'reader', stores: ['b'] });
    await next('data');
    await push();
    const version = await newestVersion();
    await next('data', ({ dataVersion }) => dataVersion === version);
  });

  it('is disconnected when the key is revoked', async () => {
    const { keyId, secret } = await addKey(system.database, { role: 'reader' });
    const { socket } = await watch(system.url, secret);
    const closed = once(socket, 'close');
    await http.send('DELETE', `/keys/${keyId}`);
    const [code, reason] = await closed;
    expect({ code, reason: String(reason) }).toEqual({ code: 1008, reason: 'the key or the session has ended' });
  });

  it('has as many WebSockets at once as a key may have', async () => {
    const { secret } = await addKey(system.database, { role: 'reader' });
    for (let socket = 0; socket < 3; socket++) await watch(system.url, secret);
    expect(await webSocketStatus(`${system.url}/ws/changes`, { authorization: `Bearer ${secret}` })).toBe(429);
  });

  it('learns over plain HTTP that this is a WebSocket', async () => {
    const { status, headers, body } = await http.get('/ws/changes');
    expect(status).toBe(426);
    expect(headers.get('upgrade')).toBe('websocket');
    expect(body.detail).toMatch(/This is a WebSocket/);
  });
});
