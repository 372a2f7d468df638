import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A process of the product, as it runs in production. */
export interface TestProcess {
  readonly pid: number;
  /** What it printed so far. */
  output(): string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Asks it to end, and gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `dist/src/main.js` or `dist/src/worker.js` and resolves when it says that it serves. */
export async function startProcess(
  name: 'main' | 'worker',
  environment: Readonly<Record<string, string>>,
): Promise<TestProcess> {
  const child = spawn(process.execPath, [path.resolve(`dist/src/${name}.js`)], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const exited = once(child, 'exit');
  const ready = once(child, 'message').then(() => 'ready' as const);
  if ((await Promise.race([ready, exited])) !== 'ready') throw new Error(`${name} did not start: ${output}`);
  return {
    pid: child.pid!,
    output: () => output,
    async kill() {
      end(child, 'SIGKILL');
      await exited;
    },
    async stop() {
      end(child, 'SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
}
