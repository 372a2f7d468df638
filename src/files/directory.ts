import { readdir } from 'node:fs/promises';

const NOT_FOUND_CODES: readonly unknown[] = ['ENOENT', 'ENOTDIR'];

/** What is in a folder; where there is none, nothing. */
export async function listDirectory(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (NOT_FOUND_CODES.includes((error as NodeJS.ErrnoException).code)) return [];
    throw error;
  }
}
