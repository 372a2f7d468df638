import type { Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ImportFindings, ImportSource } from '../domain/import.js';
import type { Instant } from '../domain/time/instant.js';
import type { Database } from '../persistence/connection/database.js';
import { countStoresWithoutTimeZone } from '../persistence/imports/assumed-time-zones.js';
import { claimImport, completeImport, findReusableImport } from '../persistence/imports/import-completion.js';
import type { Import } from '../persistence/imports/import.entity.js';
import { ImportRepository, type ImportProgress } from '../persistence/imports/import.repository.js';
import { merge } from '../persistence/imports/merge.js';
import { saveSourceFile, SourceFileRepository, type FileState } from '../persistence/imports/source-file.repository.js';
import { rejectByOthers } from '../persistence/imports/rejects/reject-by-others.js';
import { insertRejects, stage } from '../persistence/imports/staging.js';
import { PollRepository } from '../persistence/polls/poll.repository.js';
import { UnreadableFileError } from './csv/csv-layout.js';
import { ImportStats } from './import-stats.js';
import { LineBlockReader, type ReadResult } from './csv/line-block-reader.js';
import { readCsv, type CsvContents, type ResumePoint } from './csv/read-csv.js';
import { HAS_DAY_SEVEN } from './csv/rows/row-parsers.js';

/** From this many rows on, new months are indexed after they are filled, and vacuumed after the import. */
const MANY_ROWS = 20_000;

/** An import of more months creates them before, in a transaction of their own: no everyday import does. */
const MAX_NEW_MONTHS = 24;

export interface ImportFile {
  readonly importId: string;
  readonly fileName: string;
  readonly source: ImportSource;
  readonly bytes: number;
  /** Called once at most, and read to its end unless the file is refused. */
  readonly open: () => Readable;
  /** Whether to read a last line without a line end: it may still be being written. */
  readonly lastLine: 'take' | 'leave';
  /** The bytes to which a compressed file may unpack. */
  readonly unpackedLimitBytes: number;
  /** The stores of which rows are taken; undefined: all of them. */
  readonly stores?: readonly string[] | undefined;
  /** The hash of the content, if it is known beforehand. */
  readonly sha256?: string;
  /** Set if the start of the file was imported before, and `open` returns the rest. */
  readonly resumePoint?: ResumePoint & { readonly bytes: number; readonly hash: Hash };
  /** Set for a file of the data folder; saved together with the import. */
  readonly state?: FileState;
  readonly clock: () => Instant;
  readonly onProgress: (progress: ImportProgress) => void;
}

/**
 * Imports one CSV completely or not at all. Unusable rows are kept as rejects; an unreadable file fails the import. May be
 * called again for the same import, after a crash or at the same time: it takes effect once.
 */
export async function importFile(database: Database, file: ImportFile): Promise<Import> {
  const imports = new ImportRepository(database);
  const { importId, fileName, source, bytes, stores, clock } = file;
  const begun = await imports.begin({ importId, fileName, source, bytes, stores, startedAt: clock() });
  if (begun.status !== 'Running') return begun;
  try {
    if (!(await completeIfKnown(database, file))) await readAndMerge(database, file);
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    await imports.fail(importId, error.message, clock());
    if (file.state !== undefined) {
      await new SourceFileRepository(database).save({ ...file.state, ...NOTHING_READ, importId });
    }
  }
  return imports.get(importId, 'all');
}

const NOTHING_READ = { sha256: '', bytesRead: null, linesRead: null, isWhole: true };

/** Completes the import without reading the file, if the data already hold its content. */
async function completeIfKnown(database: Database, { importId, sha256, stores, clock }: ImportFile): Promise<boolean> {
  // Rows that another import took may be rejected in this one.
  if (sha256 === undefined || stores !== undefined) return false;
  return database.transaction(async (client) => {
    const known = (await claimImport(client, importId)) ? await findReusableImport(client, sha256) : null;
    if (known === null) return false;
    const counts = { inserted: 0, unchanged: known.rowsRead, corrected: 0, rejected: 0, rejectReasons: [] };
    const nothing = { dataVersion: null, storesWithAssumedTimeZone: null };
    await completeImport(client, importId, { ...known, ...counts, ...nothing, sha256, finishedAt: clock() });
    return true;
  });
}

async function readAndMerge(database: Database, file: ImportFile): Promise<void> {
  const { importId, clock, resumePoint, onProgress } = file;
  const polls = new PollRepository(database);
  const source = file.open();
  try {
    const { lastLine, unpackedLimitBytes } = file;
    const reader = new LineBlockReader(source, { lastLine, unpackedLimitBytes, hash: resumePoint?.hash });
    const stores = file.stores === undefined ? undefined : new Set(file.stores);
    const limits = { now: clock(), keptFrom: await polls.keptFrom(), stores };
    const contents = await readCsv(reader.blocks(), limits, resumePoint);
    const { kind } = contents.layout;
    const stats = new ImportStats({
      refusesUnusable: resumePoint === undefined,
      onProgress: (rowsRead) => onProgress({ kind, rowsRead, bytesRead: reader.bytes }),
    });
    await database.transaction(async (client) => {
      if (!(await claimImport(client, importId))) return;
      await stage(client, kind, stats.count(contents.batches));
      const unusableHours = { storeIds: contents.notes.storesWithDaySeven, reason: HAS_DAY_SEVEN };
      for (const { example, count } of await rejectByOthers(client, kind, unusableHours)) {
        stats.addRejects(example, count);
      }
      if (stats.rejected > 0) await insertRejects(client, importId);
      const span = stats.span();
      if (stats.rowsRead < MANY_ROWS || span.months.length > MAX_NEW_MONTHS) await polls.ensurePartitions(span.months);
      const merged = await merge(client, kind, span);
      const findings = findingsOf(contents, stats);
      const read = reader.end();
      const isWholeContent = resumePoint === undefined && !read.endsInLine;
      const sha256 = file.sha256 ?? (isWholeContent ? read.sha256 : null);
      const storesWithAssumedTimeZone = await countStoresWithoutTimeZone(client, contents.notes.storesWithRejectedZone);
      const counts = { kind, rowsRead: stats.rowsRead, rejected: stats.rejected, sha256, storesWithAssumedTimeZone };
      await completeImport(client, importId, { ...merged, ...counts, ...findings, finishedAt: clock() });
      if (file.state !== undefined) {
        await saveSourceFile(client, { ...toSourceFile(file, file.state, read, contents), importId });
      }
    });
    if (stats.rowsRead >= MANY_ROWS) await polls.vacuumPartitions(stats.span().months);
  } finally {
    source.destroy();
  }
}

function findingsOf({ layout, notes }: CsvContents, stats: ImportStats): ImportFindings {
  return {
    ignoredColumns: layout.ignoredColumns,
    warnings: notes.warnings.list(),
    rejectReasons: stats.reasons.list(),
  };
}

/** A last line without an end may still grow, so the next import reads the file from its start. */
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
