import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isDatabaseUnavailable } from '../../src/persistence/connection/postgres-errors.js';
import { Database } from '../../src/persistence/connection/database.js';
import { createTestDatabase, type TestDatabase } from '../support/system/database.js';
import { startTcpProxy, type TcpProxy } from '../support/faults/tcp-proxy.js';

/** Longer than the watchdog's interval. */
const LONG_SECONDS = 17;

let created: TestDatabase;
let line: TcpProxy;
let direct: Database;
let overLine: Database;
let swallowed: Promise<unknown>;

beforeAll(async () => {
  created = await createTestDatabase();
  const url = new URL(created.url);
  line = await startTcpProxy(url.hostname, Number(url.port));
  url.host = line.address;
  direct = await Database.open({ url: created.url, applicationName: 'test', maxConnections: 4 });
  overLine = await Database.open({ url: url.href, applicationName: 'test', maxConnections: 4 });
  // The slow parts run at the same time.
  swallowed = overLine
    .withClient(async (client) => {
      line.setMode({ kind: 'swallowed' });
      await client.query('select 1');
    })
    .catch((error: unknown) => error);
});

afterAll(async () => {
  await line.shut();
  await direct.close();
  await overLine.close();
  await created.drop();
});

describe('a connection without data for a long time', () => {
  it('is kept while the server executes a statement, waits for a lock, or no query is pending', async () => {
    await direct.transaction(async (idle) => {
      await idle.query('lock table store in access exclusive mode');
      const locked = direct.withClient((client) => client.query('select count(*)::integer as stores from store'));
      await direct.withClient((busy) => busy.query('select pg_sleep($1)', [LONG_SECONDS]));
      await idle.query('commit');
      expect((await locked).rows).toEqual([{ stores: 0 }]);
    });
  });

  it('is closed if the server does not respond on another connection either', async () => {
    const error = await swallowed;
    expect(error).toMatchObject({ message: expect.stringMatching(/the database has fallen silent/) });
    expect(isDatabaseUnavailable(error)).toBe(true);
  });
});
