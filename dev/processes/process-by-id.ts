import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { runCommand } from './command.js';

const CHECK_INTERVAL_MS = 20;

/** Whether a process of this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Whether the process of this id runs a command line that holds all of `parts`. Ids are used again: one that was
 * written down may meanwhile be somebody else's.
 */
export async function isRunningCommand(pid: number, ...parts: string[]): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const commandLine = await commandLineOf(pid);
  return parts.every((part) => commandLine.includes(part));
}

/** Asks a process to end, and ends it where it has not done so after `graceMs`. */
export async function stopProcess(pid: number, graceMs: number): Promise<void> {
  signal(pid, 'SIGTERM');
  if (await hasExitedWithin(pid, graceMs)) return;
  signal(pid, 'SIGKILL');
  await hasExitedWithin(pid, graceMs);
}

async function commandLineOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
  }
  return runCommand('ps', ['-ww', '-o', 'command=', '-p', `${pid}`]).catch(() => '');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether a process is gone, now or soon. */
export async function hasExitedWithin(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  // A process that ended but whose parent does not care for it is still there, without a command line.
  while (isAlive(pid) && (await commandLineOf(pid)) !== '') {
    if (Date.now() > deadline) return false;
    await pause(CHECK_INTERVAL_MS);
  }
  return true;
}
