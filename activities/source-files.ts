import { createHash, type Hash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { ApplicationFailure } from '@temporalio/activity';
import type { Instant } from '../src/domain/instant.js';
import { MINUTE } from '../src/domain/instant.js';
import { LineBlockReader, isGzip } from '../src/importing/line-block-reader.js';
import { readCsv, type ResumePoint } from '../src/importing/read-csv.js';
import type { SourceFile } from '../src/persistence/imports/source-file.entity.js';
import type { FileState } from '../src/persistence/imports/import.repository.js';
import { listDirectory } from '../src/files/list-directory.js';

const SOURCE_FILE_NAME = /\.csv(\.gz)?$/i;

/** The names of the CSV files in a folder, in order. A folder that is not there has none. */
export async function listSourceFiles(folder: string): Promise<string[]> {
  const names = (await listDirectory(folder)).filter((name) => SOURCE_FILE_NAME.test(name)).sort();
  const folders = await Promise.all(names.map((name) => isDirectory(path.join(folder, name))));
  return names.filter((_, index) => !folders[index]);
}

/** What can't be looked at is no folder: reading it will say what is wrong with it. */
async function isDirectory(place: string): Promise<boolean> {
  return stat(place).then(
    (state) => state.isDirectory(),
    () => false,
  );
}

/** A file that can't be opened now will not open in a second either: the others go on without it. */
export async function readFileState(file: string): Promise<FileState> {
  try {
    await access(file, constants.R_OK);
    const { size, mtimeNs } = await stat(file, { bigint: true });
    return { path: file, bytes: Number(size), modifiedAt: Number(mtimeNs / 1000n) };
  } catch (error) {
    throw ApplicationFailure.nonRetryable(`the file can't be read: ${(error as Error).message}`, 'UnreadableFile');
  }
}

/** A file that was written to within this time may be written to still: half a line at its end is left for later. */
const SETTLE_TIME = MINUTE;

export function isSettled({ modifiedAt }: FileState, now: Instant): boolean {
  return now - modifiedAt > SETTLE_TIME;
}

const LINE_END = /[\r\n]/;

/** Whether there is a whole line between a place in a file and its end as it was seen; compressed lines are not looked for. */
export async function hasWholeLine({ path: file, bytes }: FileState, from: number): Promise<boolean> {
  if (bytes === from) return false;
  for await (const chunk of createReadStream(file, { start: from, end: bytes - 1 })) {
    if (LINE_END.test((chunk as Buffer).toString('latin1')) || (from === 0 && isGzip(chunk as Buffer))) return true;
  }
  return false;
}

/** The hash of a file's beginning, to be carried on, if that is what was imported from it; null where it is not. */
export async function hashIfPrefixUnchanged(state: FileState, last: SourceFile | null): Promise<Hash | null> {
  if (last?.bytesRead == null || state.bytes < last.bytesRead) return null;
  const hash = createHash('sha256');
  if (last.bytesRead > 0) {
    for await (const chunk of createReadStream(state.path, { end: last.bytesRead - 1 })) hash.update(chunk as Buffer);
  }
  return hash.copy().digest('hex') === last.sha256 ? hash : null;
}

/** Where to read on in a file of which the first `bytesRead` bytes are known; null where it can't be read on there. */
export async function readResumePoint(
  last: SourceFile,
  hash: Hash,
  now: Instant,
): Promise<(ResumePoint & { bytes: number; hash: Hash }) | null> {
  if (last.bytesRead == null || last.linesRead == null) return null;
  const source = createReadStream(last.path, { end: last.bytesRead - 1 });
  try {
    const { layout } = await readCsv(new LineBlockReader(source, { lastLine: 'leave' }).blocks(), {
      now,
      keptFrom: null,
    });
    return { layout, lines: last.linesRead, bytes: last.bytesRead, hash };
  } finally {
    source.destroy();
  }
}
