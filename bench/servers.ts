import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '../dev/postgres/embedded-postgres.js';
import { findTemporal } from '../dev/temporal/temporal-binary.js';
import { startTemporal } from '../dev/temporal/temporal-server.js';
import { runMigrations } from '../src/persistence/connection/run-migrations.js';

/** The servers of a measurement, and a folder for its files. All of it is removed afterwards. */
export interface BenchServers {
  readonly databaseUrl: string;
  /** The same database as its owner. */
  readonly ownerUrl: string;
  readonly temporalAddress: string;
  readonly pids: Readonly<Record<'PostgreSQL' | 'Temporal', number>>;
  readonly folder: string;
}

/** Runs `work` with a migrated PostgreSQL and a Temporal server. */
export async function withServers(work: (servers: BenchServers) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'storelight-bench-'));
  // If root runs this, PostgreSQL runs as another user.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ dir: path.join(folder, 'postgres') });
  const temporal = await startTemporal({
    binary: await findTemporal(console.log, new AbortController().signal),
    dir: path.join(folder, 'temporal'),
    state: 'kept',
    namespace: 'default',
    uiPort: 'none',
  });
  try {
    const { ownerUrl, processUrl: databaseUrl } = postgres;
    await runMigrations(ownerUrl, databaseUrl);
    const pids = { PostgreSQL: postgres.pid, Temporal: temporal.pid };
    await work({ databaseUrl, ownerUrl, temporalAddress: temporal.address, pids, folder });
  } finally {
    await temporal.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
