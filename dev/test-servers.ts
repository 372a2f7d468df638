import { chmod, glob, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres, stopPostgres } from './postgres/embedded-postgres.js';
import { isAlive } from './processes/process-by-id.js';
import { findTemporal } from './temporal/temporal-binary.js';
import { startTemporal, stopTemporal } from './temporal/temporal-server.js';

/** The servers that the tests of one run share. */
export interface TestServers {
  /** As the superuser. */
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  /** The folder for the tests' temporary files and servers. */
  readonly temporaryFolder: string;
  /** Stops the servers and removes their files. */
  stop(): Promise<void>;
}

/** Test data need not survive a power cut. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 200 };

const PREFIX = 'storelight-tests-';

/** Starts a PostgreSQL and a Temporal server in a temporary folder, and removes those of killed runs. */
export async function startTestServers(signal: AbortSignal): Promise<TestServers> {
  await removeLeftovers();
  const folder = await mkdtemp(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  const temporaryFolder = path.join(folder, 'tmp');
  // If root runs the tests, PostgreSQL runs as another user.
  await chmod(folder, 0o755);
  await mkdir(temporaryFolder, { mode: 0o755 });
  try {
    const binary = await findTemporal(console.log, signal);
    const postgres = await startPostgres({ dir: path.join(folder, 'postgres'), settings: FAST, log: console.log });
    const temporal = await startTemporal({
      binary,
      dir: path.join(folder, 'temporal'),
      state: 'in memory',
      namespace: 'default',
      uiPort: 'none',
    });
    return {
      databaseUrl: postgres.ownerUrl,
      temporalAddress: temporal.address,
      temporaryFolder,
      stop: () => remove(folder),
    };
  } catch (error) {
    await remove(folder);
    throw error;
  }
}

async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(/^storelight-tests-(\d+)-/.exec(name)?.[1] ?? NaN);
    if (!Number.isNaN(pid) && !isAlive(pid)) await remove(path.join(tmpdir(), name));
  }
}

/** Also stops the servers of interrupted tests. */
async function remove(folder: string): Promise<void> {
  for await (const data of glob(['postgres/cluster/data', 'tmp/**/cluster/data'], { cwd: folder })) {
    await stopPostgres(path.resolve(folder, data, '../..'));
  }
  for await (const note of glob(
    ['temporal', 'tmp/**'].map((dir) => `${dir}/temporal.process.json`),
    { cwd: folder },
  )) {
    await stopTemporal(path.resolve(folder, note, '..'));
  }
  await rm(folder, { recursive: true, force: true });
}
