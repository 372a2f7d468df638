import { loadConfig } from '../src/config/config.js';
import { failWith } from '../src/process.js';
import { findProcessUrl } from './postgres/embedded-postgres.js';
import { postgresDir } from './servers.js';

/** Makes a key in the database of `npm start`, as src/create-key.ts does in that of DATABASE_URL. */
try {
  const config = loadConfig();
  const url = await findProcessUrl(postgresDir(config));
  if (url === null) {
    throw new Error(`no database runs in ${config.stateDir}: run npm start, or set STATE_DIR or DATABASE_URL`);
  }
  process.env.DATABASE_URL = url;
  await import('../src/create-key.js');
} catch (error) {
  failWith('keys', error);
}
