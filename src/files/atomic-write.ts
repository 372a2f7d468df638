import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from './directory.js';

/** Ends the name of a file that is not completely written. Only a killed process leaves one behind. */
export const TEMPORARY_SUFFIX = '.draft';

export interface WrittenFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** The last step of a pipeline: writes the chunks to the file. */
export type FileSink = (chunks: AsyncIterable<Buffer>) => Promise<void>;

/**
 * Writes a file beside its path, syncs it, and renames it: at its path a file is complete or absent, even after a power
 * cut. `run` passes the content to the sink.
 */
export async function writeAtomically(file: string, run: (sink: FileSink) => Promise<void>): Promise<WrittenFile> {
  const directory = path.dirname(file);
  await mkdir(directory, { recursive: true });
  const temporary = `${file}.${randomUUID()}${TEMPORARY_SUFFIX}`;
  const handle = await open(temporary, 'wx');
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await run(async (chunks) => {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        await handle.writeFile(chunk);
      }
    });
    await handle.sync();
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await syncDirectory(directory);
  return { bytes, sha256: hash.digest('hex') };
}
