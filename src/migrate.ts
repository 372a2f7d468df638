import { loadConfig, required } from './config/config.js';
import { checkDatabaseTls } from './persistence/connection/database-tls.js';
import { isDatabaseUnavailable } from './persistence/connection/postgres-errors.js';
import { runMigrations } from './persistence/connection/run-migrations.js';
import { failWith } from './process.js';

/** Migrates the database of DATABASE_URL. `npm start` does so by itself; in production it is a step of a deployment. */
try {
  const url = required(loadConfig(), 'databaseUrl');
  await checkDatabaseTls(url);
  await runMigrations(url).catch((error: unknown) => {
    if (!isDatabaseUnavailable(error)) throw error;
    const { host } = new URL(url);
    throw new Error(`no database answers at ${host}: start it, or correct DATABASE_URL`, { cause: error });
  });
} catch (error) {
  failWith('migration', error);
}
