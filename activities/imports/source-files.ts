import { createHash, type Hash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../src/domain/error-message.js';
import { ExpectedError } from '../../src/domain/expected-error.js';
import { MINUTE, type Instant } from '../../src/domain/time/instant.js';
import { listDirectory } from '../../src/files/directory.js';
import { isGzip, utf16Encoding } from '../../src/importing/csv/file-format.js';
import { LineBlockReader } from '../../src/importing/csv/line-block-reader.js';
import { readCsv, type ResumePoint } from '../../src/importing/csv/read-csv.js';
import type { SourceFile } from '../../src/persistence/imports/source-file.entity.js';
import type { FileState } from '../../src/persistence/imports/source-file.repository.js';
import { isZipName, listZippedFiles } from './zipped-files.js';

const SOURCE_FILE_NAME = /\.(csv(\.gz)?|zip)$/i;

/** A file of the data folder can't be opened. It is not retried, so that the other files are imported. */
export class UnreadableSourceFileError extends ExpectedError {
  constructor(cause: unknown) {
    super(`the file can't be read: ${messageOf(cause)}`);
  }
}

/**
 * Returns the names of the CSV files in a directory, in order, and of those in its ZIP archives: see `zipped-files.ts`.
 * Returns none if the directory does not exist.
 */
export async function listSourceFiles(directory: string): Promise<string[]> {
  const names = (await listDirectory(directory)).filter((name) => SOURCE_FILE_NAME.test(name)).sort();
  const files: string[] = [];
  for (const name of names) {
    if (await isDirectory(path.join(directory, name))) continue;
    files.push(...(isZipName(name) ? await listZippedFiles(directory, name) : [name]));
  }
  return files;
}

async function isDirectory(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch {
    // Whatever keeps it from being read is reported when it is imported.
    return false;
  }
}

/** @throws {UnreadableSourceFileError} */
export async function readFileState(file: string): Promise<FileState> {
  try {
    await access(file, constants.R_OK);
    const { size, mtimeNs } = await stat(file, { bigint: true });
    return { path: file, bytes: Number(size), modifiedAt: Number(mtimeNs / 1000n) };
  } catch (error) {
    throw new UnreadableSourceFileError(error);
  }
}

/** A file that was modified within this time may still be being written; an unfinished last line is left for later. */
const SETTLE_TIME = MINUTE;

export function isSettled({ modifiedAt }: FileState, now: Instant): boolean {
  return now - modifiedAt > SETTLE_TIME;
}

const LINE_END = /[\r\n]/;

/** Whether a file has a complete line between a position and its end. Compressed files always count as having one. */
export async function hasWholeLine({ path: file, bytes }: FileState, from: number): Promise<boolean> {
  if (bytes === from) return false;
  for await (const chunk of createReadStream(file, { start: from, end: bytes - 1 })) {
    const isEncoded = from === 0 && (isGzip(chunk as Buffer) || utf16Encoding(chunk as Buffer) !== null);
    if (isEncoded || LINE_END.test((chunk as Buffer).toString('latin1'))) return true;
  }
  return false;
}

/** Returns the hash of the imported start of a file, to be continued; null if that part has changed. */
export async function hashIfPrefixUnchanged(state: FileState, last: SourceFile | null): Promise<Hash | null> {
  if (last?.bytesRead == null || state.bytes < last.bytesRead) return null;
  const hash = createHash('sha256');
  if (last.bytesRead > 0) {
    for await (const chunk of createReadStream(state.path, { end: last.bytesRead - 1 })) hash.update(chunk as Buffer);
  }
  return hash.copy().digest('hex') === last.sha256 ? hash : null;
}

/** Returns where to continue in a file whose first `bytesRead` bytes are imported; null if that is not possible. */
export async function readResumePoint(
  last: SourceFile,
  hash: Hash,
  now: Instant,
): Promise<(ResumePoint & { bytes: number; hash: Hash }) | null> {
  if (last.bytesRead == null || last.linesRead == null) return null;
  const source = createReadStream(last.path, { end: last.bytesRead - 1 });
  try {
    const reader = new LineBlockReader(source, { lastLine: 'leave', unpackedLimitBytes: Infinity });
    const { layout } = await readCsv(reader.blocks(), { now, keptFrom: null });
    return { layout, lines: last.linesRead, bytes: last.bytesRead, hash };
  } finally {
    source.destroy();
  }
}
