import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApi } from '../../src/api.js';
import { loadConfig } from '../../src/config/config.js';
import { Database } from '../../src/persistence/connection/database.js';
import { TemporalClient } from '../../src/temporal/client.js';
import { createTestDatabase, type TestDatabase } from '../support/system/database.js';
import { httpClient } from '../support/client/http.js';
import { importText, NOW, polls } from '../support/data/importing.js';
import { startTcpProxy, type TcpProxy } from '../support/faults/tcp-proxy.js';
import { createTestNamespace, type TestTemporal } from '../support/system/temporal.js';

let created: TestDatabase;
let temporal: TestTemporal;
let database: Database;
let client: TemporalClient;
let api: Awaited<ReturnType<typeof createApi>>;
let http: ReturnType<typeof httpClient>;
let databaseDoor: TcpProxy;
let temporalDoor: TcpProxy;

beforeAll(async () => {
  [created, temporal] = await Promise.all([createTestDatabase(), createTestNamespace()]);
  const direct = new URL(created.url);
  databaseDoor = await startTcpProxy(direct.hostname, Number(direct.port));
  temporalDoor = await startTcpProxy('127.0.0.1', Number(temporal.address.split(':')[1]));
  const url = new URL(created.url);
  url.host = databaseDoor.address;
  database = await Database.open({
    url: url.href,
    applicationName: 'test',
    maxConnections: 4,
    statementTimeoutMs: 2_000,
  });
  client = new TemporalClient({
    address: temporalDoor.address,
    namespace: temporal.namespace,
    credentials: {},
    taskQueue: 'storelight',
    uiUrl: undefined,
  });
  api = await createApi({ config: loadConfig({ LOG_LEVEL: 'error' }), database, temporal: client, clock: () => NOW });
  await api.listen(0, '127.0.0.1');
  http = httpClient(await api.getUrl());
  await importText(database, polls('1,2023-01-23 11:00 UTC,active'));
});

afterAll(async () => {
  await api.close();
  await client.close();
  await database.close();
  await Promise.all([databaseDoor.shut(), temporalDoor.shut()]);
  await temporal.close();
  await created.drop();
});

describe('while the database is down', () => {
  it('requests that need it get 503, and 200 once it is back', async () => {
    expect((await http.get('/stores')).status).toBe(200);
    await databaseDoor.shut();
    try {
      for (const path of ['/stores', '/stores/1', '/reports', '/health/ready']) {
        const answer = await http.get(path);
        expect([path, answer.status, answer.body.detail]).toEqual([
          path,
          503,
          expect.stringMatching(/The database does not answer/),
        ]);
        expect(answer.headers.get('retry-after')).toBe('5');
      }
      expect(await http.post('/reports')).toMatchObject({ status: 503 });
      expect((await http.get('/health/live')).status).toBe(200);
    } finally {
      await databaseDoor.reopen();
    }
    expect((await http.get('/stores')).status).toBe(200);
  });
});

describe('while the database accepts connections and does not respond', () => {
  it('requests that need it get 503, and 200 over new connections once it responds', async () => {
    // One request for each connection, so that all of them hang.
    const askAll = () => Promise.all(Array.from({ length: 4 }, async () => (await http.get('/reports')).status));
    expect(await askAll()).toEqual([200, 200, 200, 200]);
    databaseDoor.setMode({ kind: 'swallowed' });
    try {
      expect(await askAll()).toEqual([503, 503, 503, 503]);
      expect((await http.get('/health/live')).status).toBe(200);
    } finally {
      databaseDoor.setMode({ kind: 'as they come' });
    }
    expect(await askAll()).toEqual([200, 200, 200, 200]);
  });
});

describe('while the data is locked for a long time', () => {
  it('a push gets 503 after a while and changes nothing, and 200 once the lock is free', async () => {
    const poll = { storeId: '1', at: '2023-01-23T12:00:00Z', status: 'active' };
    await database.transaction(async (client) => {
      await client.query('lock table data_version in share row exclusive mode');
      const answer = await http.post('/polls', poll);
      expect(answer).toMatchObject({
        status: 503,
        body: { detail: expect.stringMatching(/Try again in a few seconds/) },
      });
      expect(answer.headers.get('retry-after')).toBe('5');
    });
    expect(await http.post('/polls', poll)).toMatchObject({ status: 200, body: { inserted: 1 } });
  });
});

describe('while Temporal is down', () => {
  it('a request for a report gets 503 and leaves no report behind', async () => {
    await temporalDoor.shut();
    try {
      expect(await http.post('/reports')).toMatchObject({
        status: 503,
        body: { detail: expect.stringMatching(/Temporal\) does not answer/) },
      });
      expect((await http.get('/reports')).body.items).toEqual([]);
      expect(await http.get('/health/ready')).toMatchObject({ status: 503 });
      expect((await http.get('/stores')).status).toBe(200);
    } finally {
      await temporalDoor.reopen();
    }
  });
});
