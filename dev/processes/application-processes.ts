import { fileURLToPath } from 'node:url';
import type { Config } from '../../src/config/config.js';
import type { Server } from '../servers.js';
import { supervise, type SupervisedProcess } from './supervised-process.js';
import type { Terminal } from '../../cli/terminal.js';

/**
 * How Node runs a worker. Rows that pass by are young garbage; in a machine with much memory V8 would let a hundred
 * megabytes of it lie around.
 */
export const WORKER_FLAGS: readonly string[] = ['--max-semi-space-size=4'];

/** The API and a worker, as they run in production. */
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

/** What the two processes read: as here, with the servers that run and with paths that don't depend on the folder. */
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
  };
}

/** Where people look at workflows, if there is such a place. */
export function temporalUiUrl(config: Config, temporal: Server): string | undefined {
  return config.temporalUiUrl ?? (temporal.isManaged ? `http://127.0.0.1:${config.temporalUiPort}` : undefined);
}

/** Where this machine reaches the API: a server that listens everywhere does not listen at "everywhere". */
export function apiUrl({ host, port }: Config): string {
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
