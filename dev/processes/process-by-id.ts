import { setTimeout as pause } from 'node:timers/promises';
import { CommandError, runCommand } from './command.js';
import { readIfExists } from './files-if-exist.js';
import { pauseUnlessAborted } from './restart-delay.js';

const CHECK_INTERVAL_MS = 20;

/** For processes that run for days. */
const WATCH_INTERVAL_MS = 500;

/** Whether a process with this id exists, of any user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Whether the command line of the process contains all of `parts`. Process ids are reused: a stored one may belong to another
 * process by now.
 */
export async function isRunningCommand(pid: number, ...parts: string[]): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const commandLine = await commandLineOf(pid);
  return parts.every((part) => commandLine.includes(part));
}

/** Stops a process by SIGTERM, and by SIGKILL if it has not ended after `graceMs`. */
export async function stopProcess(pid: number, graceMs: number): Promise<void> {
  signal(pid, 'SIGTERM');
  if (await hasExitedWithin(pid, graceMs)) return;
  signal(pid, 'SIGKILL');
  await hasExitedWithin(pid, graceMs);
}

async function commandLineOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return readCommandLine(pid);
  }
  try {
    return await runCommand('ps', ['-ww', '-o', 'command=', '-p', `${pid}`]);
  } catch (error) {
    // ps fails if there is no such process.
    if (error instanceof CommandError) return '';
    throw error;
  }
}

async function readCommandLine(pid: number): Promise<string> {
  try {
    return ((await readIfExists(`/proc/${pid}/cmdline`)) ?? '').replaceAll('\0', ' ');
  } catch (error) {
    // The process ended while its file was read.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return '';
    throw error;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether a process ends within a time. */
export async function hasExitedWithin(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!(await hasExited(pid))) {
    if (Date.now() > deadline) return false;
    await pause(CHECK_INTERVAL_MS);
  }
  return true;
}

/** Waits until a process has ended; false if the signal is aborted before. It may be a process of any parent. */
export async function untilExited(pid: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await hasExited(pid)) return true;
    await pauseUnlessAborted(WATCH_INTERVAL_MS, signal);
  }
  return false;
}

/** A zombie process still exists, but has no command line. */
async function hasExited(pid: number): Promise<boolean> {
  return !isAlive(pid) || (await commandLineOf(pid)) === '';
}
