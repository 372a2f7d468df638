import { Database } from './database.js';

/** Any number will do, as long as every process takes the same. */
const MIGRATION_LOCK = 7_236_001;

/** Brings a database up to the newest schema. Safe to run from several processes at once: one migrates, the rest wait. */
export async function runMigrations(url: string): Promise<void> {
  const database = await Database.open({ url, applicationName: 'storelight-migrate', maxConnections: 3 });
  try {
    await database.withClient(async (client) => {
      await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      try {
        await database.orm.migrator.up();
      } finally {
        await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      }
    });
  } finally {
    await database.close();
  }
}
