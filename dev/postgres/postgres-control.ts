import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandError, runCommand } from '../processes/command.js';
import { readIfExists } from '../processes/files-if-exist.js';
import { dataFolder } from './postgres-cluster.js';
import type { PostgresHome } from './postgres-home.js';
import { isAlive, hasExitedWithin, isRunningCommand } from '../processes/process-by-id.js';

/** Recovery after a crash may take long. */
const START_TIMEOUT_SECONDS = 120;
const STOP_TIMEOUT_SECONDS = 20;
const EXIT_TIMEOUT_MS = 2_000;

/** The processes of a killed server end within this time. */
const LEFTOVER_TIMEOUT_MS = 30_000;

/** Of postmaster.pid, counted from 0. */
const PORT_LINE = 3;

const RETRY_DELAY_MS = 200;
const LEFTOVERS = /pre-existing shared memory block|lock file "postmaster.pid" already exists/;

/** Starts the server, detached from Ctrl-C of the terminal, waits until it is ready, and returns its process id. */
export async function startServer(home: PostgresHome): Promise<number> {
  const logFile = path.join(home.folder, 'server.log');
  const deadline = Date.now() + LEFTOVER_TIMEOUT_MS;
  for (;;) {
    const before = ((await readIfExists(logFile)) ?? '').length;
    try {
      await control(home, 'start', '-w', '-t', `${START_TIMEOUT_SECONDS}`, '-l', logFile);
      return await processIdOf(home);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const logged = await textFrom(logFile, before);
      if (!LEFTOVERS.test(logged) || Date.now() > deadline) {
        throw new Error(`PostgreSQL did not start: ${reasonIn(logged) ?? error.message} (see ${logFile})`, {
          cause: error,
        });
      }
      await pause(RETRY_DELAY_MS);
    }
  }
}

/** Stops the server of a data folder, if there is one, and removes what a dead one left. */
export async function stopServer(home: PostgresHome): Promise<void> {
  const pid = await processIdOf(home);
  if (Number.isNaN(pid) || !isAlive(pid)) return;
  if (!(await isRunningCommand(pid, 'postgres', dataFolder(home)))) {
    // Another process has this id now; PostgreSQL would take it for a server of this folder.
    await rm(pidFileOf(home), { force: true });
    return;
  }
  try {
    await control(home, 'stop', '-w', '-t', `${STOP_TIMEOUT_SECONDS}`, '-m', 'fast');
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // Another process may have stopped it already.
    if (await hasExitedWithin(pid, EXIT_TIMEOUT_MS)) return;
    await control(home, 'stop', '-w', '-t', `${STOP_TIMEOUT_SECONDS}`, '-m', 'immediate');
  }
}

/** Returns the port of the server of a data folder; null if none runs. */
export async function runningPort(home: PostgresHome): Promise<number | null> {
  const lines = ((await readIfExists(pidFileOf(home))) ?? '').split('\n');
  const pid = Number.parseInt(lines[0]!, 10);
  if (Number.isNaN(pid) || !(await isRunningCommand(pid, 'postgres', dataFolder(home)))) return null;
  return Number(lines[PORT_LINE]);
}

function pidFileOf(home: PostgresHome): string {
  return path.join(dataFolder(home), 'postmaster.pid');
}

/** NaN if there is no server. */
async function processIdOf(home: PostgresHome): Promise<number> {
  return Number.parseInt((await readIfExists(pidFileOf(home))) ?? '', 10);
}

async function control(home: PostgresHome, ...args: string[]): Promise<void> {
  await runCommand(home.binaries.pgCtl, [...args, '-D', dataFolder(home)], { ...home.account, cwd: home.folder });
}

function reasonIn(said: string): string | undefined {
  return said.split('\n').findLast((line) => /FATAL|PANIC/.test(line));
}

async function textFrom(file: string, start: number): Promise<string> {
  return ((await readIfExists(file)) ?? '').slice(start);
}
