import { rm, writeFile } from 'node:fs/promises';
import { readIfExists } from './files-if-exist.js';
import { stopProcess, isRunningCommand } from './process-by-id.js';

/** The process id and arguments of a process that may outlive its parent, so that the next run can stop it. */
interface PidFile {
  readonly pid: number;
  readonly args: readonly string[];
}

export async function writePidFile(file: string, note: PidFile): Promise<void> {
  await writeFile(file, JSON.stringify(note));
}

/** Stops the process of a pid file, if it still runs the same command, and removes the file. */
export async function stopPidFileProcess(file: string, graceMs: number): Promise<void> {
  const { pid, args } = parsePidFile((await readIfExists(file)) ?? '{}');
  if (pid !== undefined && args !== undefined && (await isRunningCommand(pid, ...args))) {
    await stopProcess(pid, graceMs);
  }
  await rm(file, { force: true });
}

function parsePidFile(content: string): Partial<PidFile> {
  try {
    return JSON.parse(content) as Partial<PidFile>;
  } catch (error) {
    // Writing the file was interrupted.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
