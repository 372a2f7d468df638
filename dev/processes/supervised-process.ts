import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pauseUnlessAborted, RestartDelay } from './restart-delay.js';

export interface SupervisedOptions {
  readonly name: string;
  /** A script that sends 'ready' to its parent, and ends when its parent has ended. */
  readonly program: string;
  readonly nodeFlags?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Receives each line of output, and messages about the process. */
  readonly print: (line: string) => void;
}

export interface SupervisedProcess {
  /** Resolves when the process is ready; rejects if it ends before. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 8_000;

/** Keeps a process running: restarts it when it ends unexpectedly, with growing delays. */
export function supervise({ name, program, nodeFlags = [], env, print }: SupervisedOptions): SupervisedProcess {
  const stopping = new AbortController();
  const served = Promise.withResolvers<undefined>();
  let child: ChildProcess | undefined;
  let hasServed = false;

  const isStopping = () => stopping.signal.aborted;

  async function keepRunning(): Promise<void> {
    const delay = new RestartDelay();
    while (!isStopping()) {
      child = launch([...nodeFlags, program], env);
      const { reason, livedMs, wasReady } = await waitForExit(child, () => served.resolve(undefined), print);
      if (isStopping()) return;
      hasServed ||= wasReady;
      served.reject(new Error(`the ${name} did not start: ${reason}`));
      if (!hasServed) return;
      const delayMs = delay.after(livedMs);
      print(`ended unexpectedly (${reason}); it starts again in ${delayMs / 1000} s`);
      await pauseUnlessAborted(delayMs, stopping.signal);
    }
  }

  const running = keepRunning();
  return {
    ready: served.promise,
    async stop() {
      stopping.abort();
      served.resolve(undefined);
      if (child !== undefined) await stop(child);
      await running;
    },
  };
}

/** Its own process group keeps Ctrl-C of the terminal away: the parent stops everything in order. */
function launch(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
}

/** Waits until a process ends. The reason is the last line of its error output, or else its exit code. */
async function waitForExit(child: ChildProcess, onReady: () => void, print: (line: string) => void) {
  const begun = Date.now();
  let wasReady = false;
  let lastError: string | undefined;
  createInterface({ input: child.stdout! }).on('line', print);
  createInterface({ input: child.stderr! }).on('line', (line) => {
    if (line.trim() !== '') lastError = line.trim();
    print(line);
  });
  const timer = setTimeout(() => {
    lastError = `it was not ready within ${READY_TIMEOUT_MS / 1000} s`;
    child.kill('SIGKILL');
  }, READY_TIMEOUT_MS);
  child.on('message', (message) => {
    if (message !== 'ready') return;
    clearTimeout(timer);
    wasReady = true;
    onReady();
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  const reason = lastError ?? signal ?? `exit code ${code ?? 'unknown'}`;
  return { reason, livedMs: Date.now() - begun, wasReady };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}
