import { fileURLToPath } from 'node:url';
import type { Config } from '../../src/config/config.js';
import type { Server } from '../servers.js';
import { supervise, type SupervisedProcess } from './supervised-process.js';
import type { Terminal } from '../../cli/terminal.js';

/**
 * Node's flags for a worker, in megabytes. Rows are short-lived objects. V8 would begin with room for half a megabyte of them and collect it
 * a hundred times a second, and with much memory it would in the end keep a hundred megabytes. A worker needs far less than the
 * third number: on a machine with much memory, V8 would let garbage grow to several times of what is in use.
 */
export const WORKER_FLAGS: readonly string[] = [
  '--min-semi-space-size=16',
  '--max-semi-space-size=16',
  '--max-old-space-size=1024',
];

/** The API of a laptop: after its start, V8 would keep 48 MB for short-lived objects, of which few are made. */
const API_FLAGS: readonly string[] = ['--max-semi-space-size=8'];

/** The API and a worker. */
export interface RunningApplication {
  /** Resolves when both are ready. */
  readonly ready: Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the API and a worker, as in production. */
export function startApplication(environment: NodeJS.ProcessEnv, terminal: Terminal): RunningApplication {
  const api = startApi(environment, terminal);
  const worker = startWorker(environment, terminal);
  return {
    ready: Promise.all([api.ready, worker.ready]),
    async stop() {
      await worker.stop();
      await api.stop();
    },
  };
}

export function startApi(environment: NodeJS.ProcessEnv, terminal: Terminal): SupervisedProcess {
  return startProgram('API', 'main.js', API_FLAGS, environment, terminal);
}

export function startWorker(environment: NodeJS.ProcessEnv, terminal: Terminal): SupervisedProcess {
  return startProgram('worker', 'worker.js', WORKER_FLAGS, environment, terminal);
}

function startProgram(
  name: string,
  program: string,
  nodeFlags: readonly string[],
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): SupervisedProcess {
  return supervise({
    name,
    nodeFlags,
    program: fileURLToPath(new URL(`../../src/${program}`, import.meta.url)),
    env: environment,
    print: (line) => terminal.print(`${terminal.dim(`${name.padEnd(6)} |`)} ${line}`),
  });
}

/**
 * Returns the environment of both processes: that of this process with the servers' addresses and absolute paths, and without
 * the password of the owner.
 */
export function processEnvironment(config: Config, database: Server, temporal: Server): NodeJS.ProcessEnv {
  const uiUrl = temporalUiUrl(config, temporal);
  return {
    ...process.env,
    DATABASE_URL: database.address,
    MIGRATION_DATABASE_URL: undefined,
    TEMPORAL_ADDRESS: temporal.address,
    ...(uiUrl === undefined ? {} : { TEMPORAL_UI_URL: uiUrl }),
    STATE_DIR: config.stateDir,
    DATA_DIR: config.dataDir,
    REPORTS_DIR: config.reportsDir,
    UPLOADS_DIR: config.uploadsDir,
    TZDATA_DIR: config.tzdataDir,
  };
}

/** Returns the URL of Temporal's page, if it is known. */
export function temporalUiUrl(config: Config, temporal: Server): string | undefined {
  return config.temporalUiUrl ?? (temporal.isManaged ? `http://127.0.0.1:${config.temporalUiPort}` : undefined);
}

/** Returns the URL of the API on this machine; a wildcard address such as 0.0.0.0 can't be connected to. */
export function apiUrl({ host, port }: Config): string {
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
