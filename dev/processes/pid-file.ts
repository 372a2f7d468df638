import { readFile, rm, writeFile } from 'node:fs/promises';
import { endProcess, runs } from './process-by-id.js';

/** What is written down about a process that outlives its parent, so that the next run can stop it. */
interface Note {
  readonly pid: number;
  readonly args: readonly string[];
}

export async function writeNote(file: string, note: Note): Promise<void> {
  await writeFile(file, JSON.stringify(note));
}

/** Ends the process of a note, if it is still the one that was meant, and removes the note. */
export async function endNotedProcess(file: string, graceMs: number): Promise<void> {
  const { pid, args } = parsed(await readFile(file, 'utf8').catch(() => '{}'));
  if (pid !== undefined && args !== undefined && (await runs(pid, ...args))) await endProcess(pid, graceMs);
  await rm(file, { force: true });
}

function parsed(content: string): Partial<Note> {
  try {
    return JSON.parse(content) as Partial<Note>;
  } catch {
    // Cut off while it was written.
    return {};
  }
}
