import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { clearInterval, setInterval } from 'node:timers';
import { ROOT } from './project.js';

/** The signals that end a program. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const CHECK_INTERVAL_MS = 500;

/**
 * Runs a program in the project's folder, and returns its exit code. Signals are passed on, and the program is always waited
 * for, since it may have servers to stop. With `onMessage` it has an IPC channel, and notices if this process is killed.
 */
export async function run(command, args, { env = process.env, shell = false, onMessage } = {}) {
  const stdio = ['inherit', 'inherit', 'inherit', ...(onMessage ? ['ipc'] : [])];
  const child = spawn(command, args, { cwd: ROOT, env, stdio, shell });
  if (onMessage) child.on('message', onMessage);
  const passOn = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, passOn);
  const watch = watchNpm(() => passOn('SIGTERM'));
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
  } finally {
    clearInterval(watch);
    for (const signal of SIGNALS) process.off(signal, passOn);
  }
}

/** npm sends a signal only to the shell between itself and this process, so the end of the shell is watched. */
function watchNpm(onDeath) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => process.ppid !== parent && onDeath(), CHECK_INTERVAL_MS);
}

/** Whether a signal such as Ctrl-C ended the program. */
export function wasInterrupted(code) {
  return SIGNALS.some((signal) => code === 128 + constants.signals[signal]);
}
