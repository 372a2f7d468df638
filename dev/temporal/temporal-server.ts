import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { lastLine } from '../processes/command.js';
import { freePort, isPortFree, PortInUseError } from '../processes/ports.js';
import { stopPidFileProcess, writePidFile } from '../processes/pid-file.js';

export interface TemporalServerOptions {
  /** A `temporal` command. */
  readonly binary: string;
  /** The folder of its log, and of its state if that is kept. */
  readonly dir: string;
  readonly state: 'kept' | 'in memory';
  readonly namespace: string;
  /** Undefined: any free one. */
  readonly port?: number | undefined;
  /** The port of its web page. */
  readonly uiPort: number | 'none';
}

export interface RunningTemporal {
  /** host:port */
  readonly address: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** How much garbage Go lets come, in per cent of what is in use. By default it is as much again; the server is not what needs the memory. */
const GARBAGE_PER_CENT = '50';

const START_TIMEOUT_MS = 30_000;
const CHECK_INTERVAL_MS = 50;
const STOP_TIMEOUT_MS = 5_000;

/** Starts a Temporal development server, and waits until it is ready. One that a killed run left in `dir` is stopped first. */
export async function startTemporal(options: TemporalServerOptions): Promise<RunningTemporal> {
  const dir = path.resolve(options.dir);
  await mkdir(dir, { recursive: true });
  await stopTemporal(dir);
  const port = options.port ?? (await freePort());
  for (const taken of [port, options.uiPort]) {
    if (taken !== 'none' && !(await isPortFree(taken))) throw new PortInUseError(taken);
  }
  const address = `${HOST}:${port}`;
  const child = await launch(dir, options, port);
  const stop = () => stopTemporal(dir);
  try {
    await waitUntilReady(child, address, options.namespace, logFileIn(dir));
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, pid: child.pid!, stop };
}

/** Stops the server of a folder, if there is one, even if another process started it. */
export async function stopTemporal(dir: string): Promise<void> {
  await stopPidFileProcess(pidFileIn(path.resolve(dir)), STOP_TIMEOUT_MS);
}

/** Its own process group keeps Ctrl-C of the terminal away: it is stopped after its users. */
async function launch(dir: string, { binary, state, namespace, uiPort }: TemporalServerOptions, port: number) {
  const args = ['server', 'start-dev', '--ip', HOST, '--port', `${port}`, '--log-level', 'warn'];
  args.push('--namespace', namespace, ...(uiPort === 'none' ? ['--headless'] : ['--ui-port', `${uiPort}`]));
  if (state === 'kept') args.push('--db-filename', path.join(dir, 'temporal.db'));
  const log = await open(logFileIn(dir), 'a');
  try {
    const env = { GOGC: GARBAGE_PER_CENT, ...process.env };
    const child = spawn(binary, args, { cwd: dir, detached: true, stdio: ['ignore', log.fd, log.fd], env });
    await once(child, 'spawn');
    await writePidFile(pidFileIn(dir), { pid: child.pid!, args });
    return child;
  } finally {
    await log.close();
  }
}

async function waitUntilReady(child: ChildProcess, address: string, namespace: string, log: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`Temporal did not start: ${lastLine(await readFile(log, 'utf8'))} (see ${log})`);
    }
    try {
      await ping(address, namespace);
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`Temporal does not answer at ${address} (see ${log})`, { cause });
      await pause(CHECK_INTERVAL_MS);
    }
  }
}

async function ping(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2 seconds' });
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } finally {
    await connection.close();
  }
}

function logFileIn(dir: string): string {
  return path.join(dir, 'temporal.log');
}

function pidFileIn(dir: string): string {
  return path.join(dir, 'temporal.process.json');
}
