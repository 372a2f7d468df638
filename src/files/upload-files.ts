import { access, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DAY, type Instant, type Microseconds } from '../domain/time/instant.js';
import { TEMPORARY_SUFFIX, writeAtomically, type WrittenFile } from './atomic-write.js';
import { isNotFound, listDirectory } from './directory.js';

/** The API that received a file may have died before it started the import; after this time, nobody will import the file. */
const ABANDONED_AFTER: Microseconds = DAY;

/** Uploaded files that wait for their import, in one directory that the API and all workers share. */
export class UploadFiles {
  constructor(private readonly directory: string) {}

  path(importId: string): string {
    return path.join(this.directory, importId);
  }

  /** Stores a file; once this resolves, it survives a power cut. */
  async receive(importId: string, source: Readable): Promise<WrittenFile> {
    return writeAtomically(this.path(importId), (sink) => pipeline(source, sink));
  }

  async exists(importId: string): Promise<boolean> {
    try {
      await access(this.path(importId));
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  async remove(importId: string): Promise<void> {
    await rm(this.path(importId), { force: true });
  }

  /** Removes files that are a day old and that no import waits for. */
  async removeAbandoned(now: Instant, isWaitedFor: (importId: string) => Promise<boolean>): Promise<void> {
    for (const name of await listDirectory(this.directory)) {
      const modifiedAt = await modificationTime(path.join(this.directory, name));
      if (modifiedAt === null || now - modifiedAt < ABANDONED_AFTER) continue;
      if (name.endsWith(TEMPORARY_SUFFIX) || !(await isWaitedFor(name))) await this.remove(name);
    }
  }
}

/** Null if the file was removed meanwhile. */
async function modificationTime(file: string): Promise<Instant | null> {
  try {
    return Math.floor((await stat(file)).mtimeMs * 1_000);
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
