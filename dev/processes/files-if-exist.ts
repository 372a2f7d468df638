import { readFile, stat } from 'node:fs/promises';
import { isNotFound } from '../../src/files/directory.js';

/** Reads a text file; null if it does not exist. */
export async function readIfExists(file: string): Promise<string | null> {
  return nullIfNotFound(readFile(file, 'utf8'));
}

/** Returns the size of a file; 0 if it does not exist. */
export async function sizeIfExists(file: string): Promise<number> {
  return (await nullIfNotFound(stat(file)))?.size ?? 0;
}

async function nullIfNotFound<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
