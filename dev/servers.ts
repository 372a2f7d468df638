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

/** `address` is its URL with the password, as the user of the API and the worker, whom the migration creates. */
export interface DatabaseServer extends Server {
  /** Its URL as the owner. */
  readonly ownerAddress: string;
}

const nothingToStop = () => Promise.resolve();

export const postgresDir = ({ stateDir }: Config) => path.join(stateDir, 'postgres');
export const temporalDir = ({ stateDir }: Config) => path.join(stateDir, 'temporal');

/** Returns the database of DATABASE_URL and MIGRATION_DATABASE_URL, or starts an embedded one. */
export async function openDatabase(config: Config, print: (line: string) => void): Promise<DatabaseServer> {
  const { databaseUrl, migrationDatabaseUrl } = config;
  if (databaseUrl !== undefined) {
    const ownerAddress = migrationDatabaseUrl ?? databaseUrl;
    // The migration may have to create the other user.
    await checkDatabase(ownerAddress, migrationDatabaseUrl === undefined ? 'DATABASE_URL' : 'MIGRATION_DATABASE_URL');
    return { address: databaseUrl, ownerAddress, isManaged: false, stop: nothingToStop };
  }
  print('starting PostgreSQL');
  const dir = postgresDir(config);
  const { ownerUrl, processUrl, stop } = await keepServer<RunningPostgres>({
    name: 'PostgreSQL',
    start: (previous) => startPostgres({ dir, port: previous?.port ?? config.postgresPort, log: print }),
    print,
  });
  return { address: processUrl, ownerAddress: ownerUrl, isManaged: true, stop };
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
