import { loadConfig, required } from './config/config.js';
import { isDatabaseUnavailable } from './persistence/connection/postgres-errors.js';
import { runMigrations } from './persistence/connection/run-migrations.js';
import { failWith } from './process.js';

/** Brings the database of DATABASE_URL up to date. `npm start` does it by itself; elsewhere it is a step of a deploy. */
try {
  const url = required(loadConfig(), 'databaseUrl');
  await runMigrations(url).catch((error: unknown) => {
    if (!isDatabaseUnavailable(error)) throw error;
    const { host } = new URL(url);
    throw new Error(`no database answers at ${host}: start it, or correct DATABASE_URL`, { cause: error });
  });
} catch (error) {
  failWith('migration', error);
}
