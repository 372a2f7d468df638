import { readdir } from 'node:fs/promises';

const NO_FOLDER: readonly unknown[] = ['ENOENT', 'ENOTDIR'];

/** What is in a folder; where there is none, nothing. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (NO_FOLDER.includes((error as NodeJS.ErrnoException).code)) return [];
    throw error;
  }
}
