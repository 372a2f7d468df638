import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { Database } from '../../../src/persistence/connection/database.js';
import { createTestDatabase, type TestDatabase } from './database.js';

/** The database of a spec. It can be used while hooks and tests run. */
export interface UsedDatabase {
  readonly url: string;
  readonly ownerUrl: string;
  readonly database: Database;
}

export interface UseDatabaseOptions {
  readonly maxConnections?: number;
  /** Creates a new database for each test instead of one for all tests of the file. */
  readonly perTest?: boolean;
}

/** Creates a migrated database before the tests, and drops it after them. */
export function useDatabase({ maxConnections = 4, perTest = false }: UseDatabaseOptions = {}): UsedDatabase {
  let current: { readonly created: TestDatabase; readonly database: Database } | undefined;
  const open = () => {
    if (current === undefined) throw new Error('the database is open only while hooks and tests run');
    return current;
  };
  const [before, after] = perTest ? [beforeEach, afterEach] : [beforeAll, afterAll];
  before(async () => {
    const created = await createTestDatabase();
    current = {
      created,
      database: await Database.open({ url: created.url, applicationName: 'test', maxConnections }),
    };
  });
  after(async () => {
    await current?.database.close();
    await current?.created.drop();
    current = undefined;
  });
  return {
    get url() {
      return open().created.url;
    },
    get ownerUrl() {
      return open().created.ownerUrl;
    },
    get database() {
      return open().database;
    },
  };
}
