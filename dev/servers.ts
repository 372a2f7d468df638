import path from 'node:path';
import type { Config } from '../src/config/config.js';
import { startPostgres, type RunningPostgres } from './postgres/embedded-postgres.js';
import { keepServer } from './processes/kept-server.js';
import { checkDatabase, checkTemporal } from './external-servers.js';
import { StartError } from './start-error.js';
import { findTemporal } from './temporal/temporal-binary.js';
import { startTemporal } from './temporal/temporal-server.js';

/** A server that the product uses: a managed one, which is started again when it ends, or one that the environment names. */
export interface Server {
  readonly address: string;
  readonly isManaged: boolean;
  stop(): Promise<void>;
}

const nothingToStop = () => Promise.resolve();

export const postgresDir = ({ stateDir }: Config) => path.join(stateDir, 'postgres');
export const temporalDir = ({ stateDir }: Config) => path.join(stateDir, 'temporal');

/** Returns the database of DATABASE_URL, or starts an embedded one. `address` is its URL with the password. */
export async function openDatabase(config: Config, print: (line: string) => void): Promise<Server> {
  if (config.databaseUrl !== undefined) {
    await checkDatabase(config.databaseUrl);
    return { address: config.databaseUrl, isManaged: false, stop: nothingToStop };
  }
  print('starting PostgreSQL');
  const dir = postgresDir(config);
  const { url, stop } = await keepServer<RunningPostgres>({
    name: 'PostgreSQL',
    start: (previous) => startPostgres({ dir, port: previous?.port ?? config.postgresPort, log: print }),
    print,
  });
  return { address: url, isManaged: true, stop };
}

/** Returns the Temporal server of TEMPORAL_ADDRESS, or starts a development server. */
export async function openTemporal(
  config: Config,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<Server> {
  if (config.temporalAddress !== undefined) {
    await checkTemporal(config.temporalAddress, config.temporalNamespace, config.temporalCredentials);
    return { address: config.temporalAddress, isManaged: false, stop: nothingToStop };
  }
  if (Object.keys(config.temporalCredentials).length > 0) {
    throw new StartError(
      'TEMPORAL_ADDRESS is not set, but a key or TLS for it is: set it, too, or unset TEMPORAL_API_KEY and TEMPORAL_TLS...',
    );
  }
  const binary = await findTemporal(print, signal);
  print('starting Temporal');
  const { address, stop } = await keepServer({
    name: 'Temporal',
    start: () =>
      startTemporal({
        binary,
        dir: temporalDir(config),
        state: 'kept',
        namespace: config.temporalNamespace,
        port: config.temporalPort,
        uiPort: config.temporalUiPort,
      }),
    print,
  });
  return { address, isManaged: true, stop };
}
