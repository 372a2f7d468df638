import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
  /** The error output. */
  readonly remarks: string;
}

/** Runs the command as a script would, with an environment of its own, and with something typed. */
export async function runStorelight(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  input = '',
): Promise<CommandResult> {
  const child = spawn(process.execPath, [path.resolve('dist/cli/main.js'), ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  const [output, remarks] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, output, remarks };
}
