import { readFile, rm, writeFile } from 'node:fs/promises';
import { stopProcess, isRunningCommand } from './process-by-id.js';

/** What is written down about a process that outlives its parent, so that the next run can stop it. */
interface PidFile {
  readonly pid: number;
  readonly args: readonly string[];
}

export async function writePidFile(file: string, note: PidFile): Promise<void> {
  await writeFile(file, JSON.stringify(note));
}

/** Ends the process of a note, if it is still the one that was meant, and removes the note. */
export async function stopPidFileProcess(file: string, graceMs: number): Promise<void> {
  const { pid, args } = parsePidFile(await readFile(file, 'utf8').catch(() => '{}'));
  if (pid !== undefined && args !== undefined && (await isRunningCommand(pid, ...args))) {
    await stopProcess(pid, graceMs);
  }
  await rm(file, { force: true });
}

function parsePidFile(content: string): Partial<PidFile> {
  try {
    return JSON.parse(content) as Partial<PidFile>;
  } catch {
    // Cut off while it was written.
    return {};
  }
}
