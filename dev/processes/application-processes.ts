import { fileURLToPath } from 'node:url';
import type { Config } from '../../src/config/config.js';
import type { Server } from '../servers.js';
import { supervise, type SupervisedProcess } from './supervised-process.js';
import type { Terminal } from '../../cli/terminal.js';

/**
 * Node's flags for a worker. Rows are short-lived objects; with much memory, V8 would keep a hundred megabytes of them.
 */
export const WORKER_FLAGS: readonly string[] = ['--max-semi-space-size=4'];

/** Starts the API and a worker, as in production. */
export function startProcesses(environment: NodeJS.ProcessEnv, terminal: Terminal) {
  const start = (name: string, program: string, nodeFlags: readonly string[] = []): SupervisedProcess =>
    supervise({
      name,
      nodeFlags,
      program: fileURLToPath(new URL(`../../src/${program}`, import.meta.url)),
      env: environment,
      print: (line) => terminal.print(`${terminal.dim(`${name.padEnd(6)} |`)} ${line}`),
    });
  return { api: start('API', 'main.js'), worker: start('worker', 'worker.js', WORKER_FLAGS) };
}

/** Returns the environment of both processes: that of this process with the servers' addresses and absolute paths. */
export function processEnvironment(config: Config, database: Server, temporal: Server): NodeJS.ProcessEnv {
  const uiUrl = temporalUiUrl(config, temporal);
  return {
    ...process.env,
    DATABASE_URL: database.address,
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
