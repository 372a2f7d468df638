import { chmod, glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { startPostgres, type RunningPostgres } from '../../../dev/postgres/embedded-postgres.js';
import { freePort } from '../../../dev/processes/ports.js';
import { findTemporal } from '../../../dev/temporal/temporal-binary.js';
import { startTemporal } from '../../../dev/temporal/temporal-server.js';
import { loadConfig, type Config } from '../../../src/config/config.js';
import { runMigrations } from '../../../src/persistence/connection/run-migrations.js';
import { httpClient, type HttpClient } from '../client/http.js';
import { createTestFolder, type TestFolder } from '../system/folder.js';
import { query } from '../system/query.js';
import { startApiProcess, startWorkerProcess } from '../system/processes.js';
import { asClient } from '../system/temporal.js';
import { waitFor } from '../wait-for.js';

export type Part = 'the worker' | 'the API' | 'PostgreSQL' | 'the Temporal server';

/** The product as it runs in production, on servers of its own. Each part can be killed and restarted. */
export interface KillableSystem {
  readonly config: Config;
  readonly url: string;
  readonly folder: TestFolder;
  /** Ends a part like a crash (SIGKILL). */
  kill(part: Part): Promise<void>;
  /** Starts a part again, on the same ports and folders. */
  restart(part: Part): Promise<void>;
  /** Queries the database as its owner. */
  query(sql: string): Promise<unknown[][]>;
  /** Waits until a workflow has ended. */
  workflowEnd(workflowId: string): Promise<void>;
  stop(): Promise<void>;
}

interface Killable {
  kill(): Promise<void>;
}

async function startKillableSystem(): Promise<KillableSystem> {
  const folder = await createTestFolder();
  // If root runs the tests, PostgreSQL runs as another user.
  await chmod(folder.path, 0o755);
  const [port, temporalPort, postgresPort] = [await freePort(), await freePort(), await freePort()];
  const postgres = () => startKillablePostgres(path.join(folder.path, 'postgres'), postgresPort);
  const first = await postgres();
  await runMigrations(first.ownerUrl, first.processUrl);
  const config = loadConfig({
    PORT: String(port),
    DATABASE_URL: first.processUrl,
    TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
    STATE_DIR: path.join(folder.path, 'state'),
    DATA_DIR: path.join(folder.path, 'data'),
  });
  const starts: Record<Part, () => Promise<Killable>> = {
    PostgreSQL: postgres,
    'the Temporal server': () => startKillableTemporal(path.join(folder.path, 'temporal'), temporalPort),
    'the API': () => startApiProcess(config),
    'the worker': () => startWorkerProcess(config),
  };
  const running = new Map<Part, Killable>([['PostgreSQL', first]]);
  const restart = async (part: Part) => {
    running.set(part, await starts[part]());
  };
  const kill = async (part: Part) => {
    await running.get(part)?.kill();
    running.delete(part);
  };
  for (const part of ['the Temporal server', 'the API', 'the worker'] as const) await restart(part);
  return {
    config,
    url: `http://127.0.0.1:${port}`,
    folder,
    kill,
    restart,
    query: (sql) => query(first.ownerUrl, sql),
    workflowEnd: (workflowId) => workflowEnd(config, workflowId),
    async stop() {
      for (const part of ['the worker', 'the API', 'the Temporal server', 'PostgreSQL'] as const) await kill(part);
      await folder.remove();
    },
  };
}

async function startKillablePostgres(
  dir: string,
  port: number,
): Promise<Killable & Pick<RunningPostgres, 'ownerUrl' | 'processUrl'>> {
  // The killed server's processes keep its resources until they notice that it is gone.
  const { ownerUrl, processUrl } = await waitFor('PostgreSQL to start', () =>
    startPostgres({ dir, port }).catch(() => null),
  );
  return {
    ownerUrl,
    processUrl,
    async kill() {
      for await (const file of glob('cluster/data/postmaster.pid', { cwd: dir })) {
        process.kill(Number((await readFile(path.join(dir, file), 'utf8')).split('\n')[0]), 'SIGKILL');
      }
    },
  };
}

async function startKillableTemporal(dir: string, port: number): Promise<Killable> {
  const binary = await findTemporal(() => undefined, new AbortController().signal);
  const { pid } = await startTemporal({ binary, dir, state: 'kept', namespace: 'default', port, uiPort: 'none' });
  return {
    async kill() {
      process.kill(pid, 'SIGKILL');
    },
  };
}

async function workflowEnd(config: Config, workflowId: string): Promise<void> {
  const { temporalAddress, temporalNamespace } = config;
  await asClient(temporalAddress!, (client) => client.workflow.getHandle(workflowId).result(), temporalNamespace);
}

/** The killable system of a spec. Its parts can be used while hooks and tests run. */
export interface UsedKillableSystem extends Omit<KillableSystem, 'stop'> {
  readonly http: HttpClient;
}

/** Starts a killable system before the tests of a file, and stops it after them. */
export function useKillableSystem(): UsedKillableSystem {
  let current: KillableSystem | undefined;
  const running = (): KillableSystem => {
    if (current === undefined) throw new Error('the system runs only while hooks and tests do');
    return current;
  };
  beforeAll(async () => {
    current = await startKillableSystem();
  });
  afterAll(async () => {
    await current?.stop();
    current = undefined;
  });
  return {
    get config() {
      return running().config;
    },
    get url() {
      return running().url;
    },
    get folder() {
      return running().folder;
    },
    http: httpClient(() => running().url),
    kill: (part) => running().kill(part),
    restart: (part) => running().restart(part),
    query: (sql) => running().query(sql),
    workflowEnd: (workflowId) => running().workflowEnd(workflowId),
  };
}
