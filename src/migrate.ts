import { loadConfig, required } from './config/config.js';
import { checkDatabaseTls } from './persistence/connection/database-tls.js';
import { isDatabaseUnavailable } from './persistence/connection/postgres-errors.js';
import { runMigrations } from './persistence/connection/run-migrations.js';
import { failWith } from './process.js';

/**
 * Migrates the database, and lets the user of DATABASE_URL work with it. `npm start` does so by itself; in production it is a
 * step of a deployment.
 */
try {
  const config = loadConfig();
  const processUrl = required(config, 'databaseUrl');
  const ownerUrl = config.migrationDatabaseUrl ?? processUrl;
  const variable = config.migrationDatabaseUrl === undefined ? 'DATABASE_URL' : 'MIGRATION_DATABASE_URL';
  await checkDatabaseTls(ownerUrl, variable);
  await runMigrations(ownerUrl, processUrl).catch((error: unknown) => {
    if (!isDatabaseUnavailable(error)) throw error;
    const { host } = new URL(ownerUrl);
    throw new Error(`no database answers at ${host}: start it, or correct ${variable}`, { cause: error });
  });
} catch (error) {
  failWith('migration', error);
}
