import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { loadConfig, type Config } from '../src/config/config.js';
import { freePort } from '../dev/processes/ports.js';
import { WORKER_FLAGS } from '../dev/processes/application-processes.js';
import type { BenchServers } from './servers.js';

export type ProcessName = 'API' | 'worker';

/** The API and workers as in production, measured from outside. */
export interface Product {
  readonly config: Config;
  readonly url: string;
  readonly temporal: Client;
  readonly pids: Readonly<Record<ProcessName, number>>;
  /** That of `pids`, and of other workers. */
  readonly workerPids: readonly number[];
  /** The peak memory of a process, if the system reports it. */
  peakMemory(name: ProcessName): Promise<string>;
  /** Begins to measure the peak memory of a process anew, where the system can. */
  resetPeakMemory(name: ProcessName): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the product on servers, with a data folder. No report runs but those that are asked for. */
export async function startProduct(
  { databaseUrl, temporalAddress, folder }: BenchServers,
  dataDir: string,
  others: Readonly<Record<string, string>> = {},
  workerCount = 1,
): Promise<Product> {
  const settings = {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    DATA_DIR: dataDir,
    STATE_DIR: path.join(folder, 'state'),
    REPORT_CRON: 'off',
    LOG_LEVEL: 'error',
    PORT: String(await freePort()),
    ...others,
  };
  const config = loadConfig(settings);
  const api = await startProcess('../src/main.js', settings);
  const workers: ChildProcess[] = [];
  while (workers.length < workerCount) workers.push(await startProcess('../src/worker.js', settings, WORKER_FLAGS));
  const processes: Record<ProcessName, ChildProcess> = { API: api, worker: workers[0]! };
  const connection = await Connection.connect({ address: config.temporalAddress! });
  return {
    config,
    url: `http://${config.host}:${config.port}`,
    temporal: new Client({ connection, namespace: config.temporalNamespace }),
    pids: { API: api.pid!, worker: workers[0]!.pid! },
    workerPids: workers.map(({ pid }) => pid!),
    peakMemory: async (name) => peakOf(processes[name].pid!),
    resetPeakMemory: async (name) => resetPeakOf(processes[name].pid!),
    async stop() {
      await connection.close();
      for (const child of [api, ...workers]) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
    },
  };
}

async function startProcess(
  script: string,
  environment: Readonly<Record<string, string>>,
  nodeFlags: readonly string[] = [],
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...nodeFlags, fileURLToPath(new URL(script, import.meta.url))], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

async function peakOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return 'not reported by this system';
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
  return `${Math.round(kilobytes / 1024)} MB`;
}

/** See proc(5): 5 resets the peak to what is held now. */
async function resetPeakOf(pid: number): Promise<void> {
  if (process.platform === 'linux') await writeFile(`/proc/${pid}/clear_refs`, '5');
}
