import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RunningApplication } from '../processes/application-processes.js';

/** From dist/dev/watched. */
const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

const NEST = path.join(PROJECT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');

const CHECK_INTERVAL_MS = 500;

/** Longer than the API and the worker need together. */
const STOP_TIMEOUT_MS = 20_000;

/**
 * Runs `nest start --watch`: it compiles the code after each change, and then starts application.ts again. Its output goes to
 * the terminal.
 */
export function watchApplication(environment: NodeJS.ProcessEnv, apiUrl: string): RunningApplication {
  const args = ['start', '--watch', '--preserveWatchOutput', '--no-shell', '--entryFile', 'dev/watched/application'];
  const nest = spawn(process.execPath, [NEST, ...args, '--exec', process.execPath], {
    cwd: PROJECT,
    env: environment,
    // Its own process group keeps Ctrl-C of the terminal away: the parent stops everything in order.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return { ready: untilServing(nest, apiUrl), stop: () => stop(nest) };
}

async function untilServing(nest: ChildProcess, apiUrl: string): Promise<void> {
  while (!(await isServing(apiUrl))) {
    if (hasEnded(nest)) throw new Error('nest start --watch ended: see above');
    await pause(CHECK_INTERVAL_MS);
  }
}

async function isServing(apiUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${apiUrl}/health/live`)).ok;
  } catch (error) {
    // What fetch throws if nothing answers.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function stop(nest: ChildProcess): Promise<void> {
  if (hasEnded(nest)) return;
  const exited = once(nest, 'exit');
  nest.kill('SIGTERM');
  const timer = setTimeout(() => nest.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
