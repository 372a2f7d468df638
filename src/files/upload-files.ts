import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What came in of a file. */
export interface ReceivedFile {
  readonly bytes: number;
  readonly sha256: string;
}

const DRAFT_ENDING = '.draft';

/** How long a file may lie around that nobody imports: whoever received it may have died before starting its import. */
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1_000;

/** Where uploaded files wait for their import. What stands at a file's place is whole. */
export class UploadFiles {
  constructor(private readonly folder: string) {}

  /** Streams a file to its place, which survives a power cut once this resolves. */
  async receive(importId: string, source: Readable): Promise<ReceivedFile> {
    await mkdir(this.folder, { recursive: true });
    const draft = this.place(importId) + DRAFT_ENDING;
    const hash = createHash('sha256');
    let bytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    try {
      await pipeline(source, count, createWriteStream(draft, { flags: 'wx', flush: true }));
      await rename(draft, this.place(importId));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await this.sync();
    return { bytes, sha256: hash.digest('hex') };
  }

  async remove(importId: string): Promise<void> {
    await rm(this.place(importId), { force: true });
  }

  /** Removes what has been lying around for a day and is `isWaited` for by no import. */
  async removeAbandoned(isWaited: (importId: string) => Promise<boolean>): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const file = path.join(this.folder, name);
      const modified = await stat(file).catch(() => null);
      if (modified === null || Date.now() - modified.mtimeMs < ABANDONED_AFTER_MS) continue;
      if (name.endsWith(DRAFT_ENDING) || !(await isWaited(name))) await rm(file, { force: true });
    }
  }

  private place(importId: string): string {
    return path.join(this.folder, importId);
  }

  /** Makes the rename itself survive a power cut. */
  private async sync(): Promise<void> {
    const handle = await open(this.folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
