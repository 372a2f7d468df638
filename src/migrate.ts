import { loadConfig, required } from './config/config.js';
import { migrate } from './persistence/migrate.js';
import { failWith } from './process.js';

/** Brings the database of DATABASE_URL up to date. `npm start` does it by itself; elsewhere it is a step of a deploy. */
try {
  await migrate(required(loadConfig(), 'databaseUrl'));
} catch (error) {
  failWith('migration', error);
}
