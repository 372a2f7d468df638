import { open, readdir } from 'node:fs/promises';

const NOT_FOUND_CODES: readonly unknown[] = ['ENOENT', 'ENOTDIR'];

/** Whether an error says that a file or directory does not exist. */
export function isNotFound(error: unknown): boolean {
  return Error.isError(error) && 'code' in error && NOT_FOUND_CODES.includes(error.code);
}

/** Returns the names in a directory; none if it does not exist. */
export async function listDirectory(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** Makes renames in a directory survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
