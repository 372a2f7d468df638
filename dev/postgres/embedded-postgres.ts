import { createHmac } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { freePort, isPortFree, PortInUseError } from '../processes/ports.js';
import { openCluster, SUPERUSER, writeSettings, type PostgresSettings } from './postgres-cluster.js';
import { runningPort, startServer, stopServer } from './postgres-control.js';
import { postgresHome } from './postgres-home.js';

export interface PostgresOptions {
  /** The folder of the cluster, its password and its log. */
  readonly dir: string;
  /** Undefined: any free one. */
  readonly port?: number | undefined;
  /** Further server settings. */
  readonly settings?: PostgresSettings;
  readonly log?: (line: string) => void;
}

export interface RunningPostgres {
  /** The database `storelight`, as its owner, who is the superuser. */
  readonly ownerUrl: string;
  /** The same as the user of the API and the worker, whom the migration creates. */
  readonly processUrl: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const DATABASE = 'storelight';
const PROCESS_USER = 'storelight_processes';
const HOST = '127.0.0.1';

/** Settings for a laptop with an SSD that also runs other programs. */
const SETTINGS: PostgresSettings = {
  listen_addresses: HOST,
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A week of polls of 30,000 stores takes 250 MB, and a report reads all of it. What is not used is not taken.
  shared_buffers: '512MB',
  max_wal_size: '2GB',
  random_page_cost: 1.1,
  jit: 'off',
  // Without replication, filling a new table need not write WAL.
  wal_level: 'minimal',
  max_wal_senders: 0,
};

/** Starts an embedded PostgreSQL. One that a killed run left in `dir` is stopped first. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const home = await postgresHome(path.resolve(options.dir), options.log ?? (() => undefined));
  const password = await openCluster(home);
  await stopServer(home);
  if (options.port !== undefined && !(await isPortFree(options.port))) throw new PortInUseError(options.port);
  const port = options.port ?? (await freePort());
  await writeSettings(home, { ...SETTINGS, ...options.settings, port });
  const pid = await startServer(home);
  const stop = () => stopServer(home);
  const owner = `${SUPERUSER}:${password}`;
  try {
    await createDatabase(urlOf(owner, port, 'postgres'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ownerUrl: urlOf(owner, port, DATABASE), processUrl: processUrlOf(password, port), port, pid, stop };
}

/** Returns the URL of the server that runs in a folder, as the user of the API and the worker; null if none runs. */
export async function findProcessUrl(dir: string): Promise<string | null> {
  const home = await postgresHome(path.resolve(dir), () => undefined);
  const port = await runningPort(home);
  return port === null ? null : processUrlOf(await openCluster(home), port);
}

function processUrlOf(password: string, port: number): string {
  return urlOf(`${PROCESS_USER}:${derivedPassword(password)}`, port, DATABASE);
}

function urlOf(credentials: string, port: number, database: string): string {
  return `postgresql://${credentials}@${HOST}:${port}/${database}`;
}

/** The password of the processes' user. It does not reveal that of the owner, and need not be stored beside it. */
function derivedPassword(ofOwner: string): string {
  return createHmac('sha256', ofOwner).update(PROCESS_USER).digest('base64url');
}

/** Stops the server of a folder, if there is one, even if another process started it. */
export async function stopPostgres(dir: string): Promise<void> {
  const home = await postgresHome(path.resolve(dir), () => undefined);
  await stopServer(home);
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
