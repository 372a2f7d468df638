import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { firstKeyFile, makeFirstKey, needsKeys } from './access/keys/first-key.js';
import type { Clock } from './clock.js';
import type { Config } from './config/config.js';
import { ApiKeyRepository } from './persistence/access/api-key.repository.js';
import type { Database } from './persistence/connection/database.js';
import { isDatabaseUnavailable, isSchemaOutdated } from './persistence/connection/postgres-errors.js';

const RETRY_DELAY_MS = 2_000;

/**
 * Says if whoever reaches the API may do everything, and makes the first key where keys are needed and there is none. If
 * the database does not answer, `later` goes on trying, until `signal` is aborted.
 */
export async function prepareAccess(
  config: Config,
  database: Database,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ readonly later: Promise<void> }> {
  if (config.access.auth === 'off') {
    const where = `${config.host}:${config.port}`;
    new Logger('Access').warn(`AUTH is off: whoever reaches ${where} may do everything, without a key`);
  }
  const keys = new ApiKeyRepository(database);
  const attempt = () => tryToMakeFirstKey(config.stateDir, keys, clock);
  const isDone = !needsKeys(config) || (await attempt());
  return { later: isDone ? Promise.resolve() : retry(attempt, signal) };
}

/** Returns whether there is an admin key now; false if the database does not answer. */
async function tryToMakeFirstKey(stateDir: string, keys: ApiKeyRepository, clock: Clock): Promise<boolean> {
  try {
    const secret = await makeFirstKey(stateDir, keys, clock);
    if (secret !== null) {
      // Not by the logger: logs are kept and sent around.
      process.stdout.write(
        `The first API key (admin), shown only now: ${secret}\nIt is also in ${firstKeyFile(stateDir)}\n`,
      );
    }
    return true;
  } catch (error) {
    if (isDatabaseUnavailable(error) || isSchemaOutdated(error)) return false;
    throw error;
  }
}

async function retry(attempt: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  do await pause(RETRY_DELAY_MS, undefined, { ref: false });
  while (!signal.aborted && !(await attempt()));
}
