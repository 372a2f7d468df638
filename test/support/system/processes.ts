import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Config } from '../../../src/config/config.js';

/** A process of the product, as it runs in production. */
export interface TestProcess {
  /** Ends it like a crash (SIGKILL). */
  kill(): Promise<void>;
  /** Stops it in order (SIGTERM), and returns its exit code. */
  stop(): Promise<number | null>;
  /** What it printed so far. */
  output(): string;
}

/** Starts a worker for the database, namespace and folders of a test; resolves when it is ready. */
export async function startWorkerProcess(config: Config, environment?: NodeJS.ProcessEnv): Promise<TestProcess> {
  return startProcess('worker', config, environment);
}

/** Starts an API for the servers, folders and the port of a test; resolves when it is ready. */
export async function startApiProcess(config: Config, environment?: NodeJS.ProcessEnv): Promise<TestProcess> {
  return startProcess('main', config, environment);
}

/** Runs a migration; resolves with its exit code and what it printed. */
export async function runMigrationProcess(
  urls: Readonly<Record<'DATABASE_URL', string> & Partial<Record<'MIGRATION_DATABASE_URL', string>>>,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [path.resolve('dist/src/migrate.js')], {
    env: { PATH: process.env.PATH, ...urls },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = outputOf(child);
  await once(child, 'close');
  return { code: child.exitCode, output: output() };
}

async function startProcess(
  name: 'worker' | 'main',
  config: Config,
  environment: NodeJS.ProcessEnv = {},
): Promise<TestProcess> {
  const child = spawn(process.execPath, [path.resolve(`dist/src/${name}.js`)], {
    env: {
      PATH: process.env.PATH,
      PORT: String(config.port),
      DATABASE_URL: config.databaseUrl,
      TEMPORAL_ADDRESS: config.temporalAddress,
      TEMPORAL_NAMESPACE: config.temporalNamespace,
      STATE_DIR: config.stateDir,
      DATA_DIR: config.dataDir,
      TZDATA_DIR: config.tzdataDir,
      // No scheduled runs during tests.
      INGEST_CRON: '0 0 1 1 *',
      REPORT_CRON: 'off',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = outputOf(child);
  const exited = once(child, 'close');
  const ready = once(child, 'message').then(() => 'ready' as const);
  if ((await Promise.race([ready, exited])) !== 'ready') throw new Error(`${name} did not start: ${output()}`);
  return {
    async kill() {
      end(child, 'SIGKILL');
      await exited;
    },
    async stop() {
      end(child, 'SIGTERM');
      await exited;
      return child.exitCode;
    },
    output,
  };
}

/** Returns what a process printed so far. */
function outputOf(child: ChildProcess): () => string {
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return () => output;
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
}
