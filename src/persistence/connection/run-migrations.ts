import { Database } from './database.js';
import { setUpProcessUser } from './process-user.js';

/** Any number, as long as every process uses the same. */
const MIGRATION_LOCK = 7_236_001;

/**
 * Migrates a database to the newest schema, as its owner, and lets the user of `processUrl` work with it. Several processes may
 * do so at once: one migrates, the others wait.
 */
export async function runMigrations(ownerUrl: string, processUrl: string): Promise<void> {
  const database = await Database.open({ url: ownerUrl, applicationName: 'storelight-migrate', maxConnections: 3 });
  try {
    await database.withClient(async (client) => {
      await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      try {
        await database.orm.migrator.up();
        await setUpProcessUser(client, processUrl);
      } finally {
        await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      }
    });
  } finally {
    await database.close();
  }
}
