import { Database } from './database.js';

/** Any number, as long as every process uses the same. */
const MIGRATION_LOCK = 7_236_001;

/** Migrates a database to the newest schema. Several processes may do so at once: one migrates, the others wait. */
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
