import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A command could not be run, or did not end with 0. */
export class CommandError extends Error {
  constructor(
    command: string,
    reason: string,
    readonly output: string,
  ) {
    super(`${command} ${reason}${output === '' ? '' : `: ${lastLine(output)}`}`);
    this.name = 'CommandError';
  }
}

/**
 * Runs a command to its end, and returns its standard output. It has its own process group, so Ctrl-C does not interrupt it.
 * @throws {CommandError}
 */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions = {}) {
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(`could not be run (${error.message})`));
    child.once('close', (code, signal) => resolve(code === 0 ? null : `ended with ${code ?? signal ?? 'nothing'}`));
  });
  const [stdout, stderr, failure] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (failure !== null) throw new CommandError(command, failure, (stderr + stdout).trim());
  return stdout;
}

export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)!.trim();
}
