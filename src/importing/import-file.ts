import type { Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Instant } from '../domain/instant.js';
import type { Database } from '../persistence/connection/database.js';
import type { Import, ImportSource } from '../persistence/imports/import.entity.js';
import type { FileState, ImportProgress, ImportRepository } from '../persistence/imports/import.repository.js';
import { merge } from '../persistence/imports/merge.js';
import { ensurePollPartitions, vacuumPollPartitions } from '../persistence/polls/poll-partitions.js';
import { pollsKeptFrom } from '../persistence/polls/poll-retention.js';
import { insertRejects, stage } from '../persistence/imports/staging.js';
import { UnreadableFileError } from './csv-layout.js';
import { LineBlockReader, type ReadResult } from './line-block-reader.js';
import { readCsv, type CsvContents, type ResumePoint } from './read-csv.js';
import { ImportStats } from './import-stats.js';

/** From this many rows on, what is best done for many at once is: indexes of new months, and making ready for range scans. */
const MANY_ROWS = 20_000;

/** Months that are built at once; more of them are no everyday import. */
const MAX_NEW_MONTHS = 24;

export interface ImportFile {
  readonly importId: string;
  readonly fileName: string;
  readonly source: ImportSource;
  readonly bytes: number;
  /** Called once at the most, and read to its end unless the file is refused. */
  readonly open: () => Readable;
  /** What becomes of a last line without an end: it may be half a line that is still being written. */
  readonly lastLine: 'take' | 'leave';
  /** Of the content, where it is known beforehand. */
  readonly sha256?: string;
  /** Where the beginning of the file was imported before, and `open` gives what follows. */
  readonly resumePoint?: ResumePoint & { readonly bytes: number; readonly hash: Hash };
  /** Remembered together with the import, where it is a file of the data folder. */
  readonly state?: FileState;
  readonly clock: () => Instant;
  /** Told how far reading is, now and then. */
  readonly onProgress: (progress: ImportProgress) => void;
}

export interface ImportDependencies {
  readonly database: Database;
  readonly imports: ImportRepository;
}

/**
 * Imports one CSV, all of it or nothing: rows that can't be used are kept as rejects, a file that can't be read is
 * refused. May be called again for the same import, after a crash or at the same time: it takes effect once.
 */
export async function importFile(importing: ImportDependencies, file: ImportFile): Promise<Import> {
  const { imports } = importing;
  const { importId, fileName, source, bytes, clock } = file;
  const begun = await imports.begin({ importId, fileName, source, bytes, startedAt: clock() });
  if (begun.status !== 'Running') return begun;
  try {
    if (!(await completeIfKnown(importing, file))) await readAndMerge(importing, file);
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    await imports.fail(importId, error.message, clock());
    if (file.state !== undefined) await imports.rememberSourceFile({ ...file.state, ...NOTHING_READ, importId });
  }
  return (await imports.find(importId))!;
}

const NOTHING_READ = { sha256: '', bytesRead: null, linesRead: null, isWhole: true };

/** Closes the import of a content that the data hold already. */
async function completeIfKnown({ database, imports }: ImportDependencies, file: ImportFile): Promise<boolean> {
  const { importId, sha256, clock } = file;
  if (sha256 === undefined) return false;
  return database.transaction(async (client) => {
    const known = (await imports.claim(client, importId)) ? await imports.findReusableImport(client, sha256) : null;
    if (known === null) return false;
    const counts = { inserted: 0, unchanged: known.rowsRead, corrected: 0, rejected: 0, dataVersion: null };
    await imports.complete(client, importId, { ...known, ...counts, sha256, finishedAt: clock() });
    return true;
  });
}

async function readAndMerge({ database, imports }: ImportDependencies, file: ImportFile): Promise<void> {
  const { importId, clock, resumePoint, onProgress } = file;
  const source = file.open();
  try {
    const text = new LineBlockReader(source, { lastLine: file.lastLine, hash: resumePoint?.hash });
    const limits = { now: clock(), keptFrom: await database.withClient(pollsKeptFrom) };
    const contents = await readCsv(text.blocks(), limits, resumePoint);
    const { kind } = contents.layout;
    const tally = new ImportStats((rowsRead) => onProgress({ kind, rowsRead, bytesRead: text.bytes }));
    await database.transaction(async (client) => {
      if (!(await imports.claim(client, importId))) return;
      await stage(client, kind, tally.count(contents.batches));
      if (tally.rejected > 0) await insertRejects(client, importId);
      const span = tally.span();
      if (tally.rowsRead < MANY_ROWS || span.months.length > MAX_NEW_MONTHS) {
        await ensurePollPartitions(database, span.months);
      }
      const merged = await merge(client, kind, span);
      const { rowsRead, rejected } = tally;
      const read = text.end();
      const isContent = resumePoint === undefined && !read.endsInLine;
      const sha256 = file.sha256 ?? (isContent ? read.sha256 : null);
      await imports.complete(client, importId, { ...merged, kind, rowsRead, rejected, sha256, finishedAt: clock() });
      if (file.state !== undefined) {
        await imports.rememberSourceFile({ ...toSourceFile(file, file.state, read, contents), importId }, client);
      }
    });
    if (tally.rowsRead >= MANY_ROWS) await vacuumPollPartitions(database, tally.span().months);
  } finally {
    source.destroy();
  }
}

/** A last line without an end may go on: a file that grows is read on from its beginning. */
function toSourceFile(
  { lastLine, resumePoint }: ImportFile,
  state: FileState,
  read: ReadResult,
  contents: CsvContents,
) {
  const bytesRead = (resumePoint?.bytes ?? 0) + read.bytes;
  return {
    ...state,
    sha256: read.sha256,
    bytesRead,
    linesRead: read.isPlain ? contents.linesRead() - (read.endsInLine ? 1 : 0) : null,
    isWhole: lastLine === 'take' || bytesRead === state.bytes,
  };
}
