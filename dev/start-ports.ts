import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../src/config/config.js';
import { stopPostgres } from './postgres/embedded-postgres.js';
import { isPortFree } from './processes/ports.js';
import { postgresDir, temporalDir } from './servers.js';
import { StartError } from './start-error.js';
import { stopTemporal } from './temporal/temporal-server.js';

/** The API of a killed run ends within this time. */
const LEFTOVER_TIMEOUT_MS = 10_000;

const CHECK_INTERVAL_MS = 100;

/**
 * Stops servers that a killed run left behind, and checks that the ports are free.
 * @throws {StartError} if another process uses a port
 */
export async function checkPorts(config: Config, afterCrash: boolean): Promise<void> {
  const check = async (variable: string, port: number, host?: string) => {
    const deadline = Date.now() + (afterCrash ? LEFTOVER_TIMEOUT_MS : 0);
    while (!(await isPortFree(port, host))) {
      if (Date.now() >= deadline) {
        throw new StartError(`${variable} ${port} is in use: stop what uses it, or set ${variable} to another port`);
      }
      await pause(CHECK_INTERVAL_MS);
    }
  };

  await check('PORT', config.port, config.host);
  if (config.databaseUrl === undefined && config.postgresPort !== undefined) {
    await stopPostgres(postgresDir(config));
    await check('POSTGRES_PORT', config.postgresPort);
  }
  if (config.temporalAddress === undefined) {
    await stopTemporal(temporalDir(config));
    await check('TEMPORAL_PORT', config.temporalPort);
    await check('TEMPORAL_UI_PORT', config.temporalUiPort);
  }
}
