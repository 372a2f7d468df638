import { createReadStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandError, runCommand } from '../processes/command.js';
import { dataFolder } from './postgres-cluster.js';
import type { PostgresHome } from './postgres-home.js';
import { isAlive, hasExitedWithin, isRunningCommand } from '../processes/process-by-id.js';

/** Recovery after a crash takes its time. */
const START_TIMEOUT_SECONDS = 120;
const STOP_TIMEOUT_SECONDS = 20;
const EXIT_TIMEOUT_MS = 2_000;

/** How long the processes of a killed server may go on before they notice. */
const LEFTOVER_TIMEOUT_MS = 30_000;

const RETRY_DELAY_MS = 200;
const LEFTOVERS = /pre-existing shared memory block|lock file "postmaster.pid" already exists/;

/** Starts the server in a session of its own, out of reach of a terminal's Ctrl-C, and waits until it answers. */
export async function startServer(home: PostgresHome): Promise<void> {
  const logFile = path.join(home.folder, 'server.log');
  const deadline = Date.now() + LEFTOVER_TIMEOUT_MS;
  for (;;) {
    const before = await sizeOf(logFile);
    try {
      await control(home, 'start', '-w', '-t', `${START_TIMEOUT_SECONDS}`, '-l', logFile);
      return;
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

/** Stops the server of a data folder, whoever started it, and clears what a dead one left. Does nothing if there is none. */
export async function stopServer(home: PostgresHome): Promise<void> {
  const data = dataFolder(home);
  const pidFile = path.join(data, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (Number.isNaN(pid) || !isAlive(pid)) return;
  if (!(await isRunningCommand(pid, 'postgres', data))) {
    // The number went to another process, which PostgreSQL would take for a server of this folder.
    await rm(pidFile, { force: true });
    return;
  }
  try {
    await control(home, 'stop', '-w', '-t', `${STOP_TIMEOUT_SECONDS}`, '-m', 'fast');
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // Whoever asked a little earlier had it stopped already.
    if (await hasExitedWithin(pid, EXIT_TIMEOUT_MS)) return;
    await control(home, 'stop', '-w', '-t', `${STOP_TIMEOUT_SECONDS}`, '-m', 'immediate');
  }
}

async function control(home: PostgresHome, ...args: string[]): Promise<void> {
  await runCommand(home.binaries.pgCtl, [...args, '-D', dataFolder(home)], { ...home.account, cwd: home.folder });
}

function reasonIn(said: string): string | undefined {
  return said.split('\n').findLast((line) => /FATAL|PANIC/.test(line));
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => ({ size: 0 }))).size;
}

async function textFrom(file: string, start: number): Promise<string> {
  return text(createReadStream(file, { start })).catch(() => '');
}
