import { createReadStream } from 'node:fs';
import path from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { Context } from '@temporalio/activity';
import type { FileImportResult, UploadedFile } from '../../src/domain/import.js';
import type { Instant } from '../../src/domain/time/instant.js';
import type { UploadFiles } from '../../src/files/upload-files.js';
import { importFile, type ImportFile } from '../../src/importing/import-file.js';
import type { Database } from '../../src/persistence/connection/database.js';
import type { Import } from '../../src/persistence/imports/import.entity.js';
import type { ImportProgress, ImportRepository } from '../../src/persistence/imports/import.repository.js';
import type { SourceFile } from '../../src/persistence/imports/source-file.entity.js';
import type { FileState, SourceFileRepository } from '../../src/persistence/imports/source-file.repository.js';
import { skippedFile, toFileImportResult } from './file-import-result.js';
import { withHeartbeats } from '../heartbeats.js';
import {
  hashIfPrefixUnchanged,
  hasWholeLine,
  isSettled,
  listSourceFiles,
  readFileState,
  readResumePoint,
} from './source-files.js';
import { throttle } from './throttle.js';
import { UploadGoneError } from './upload-gone-error.js';
import { parseZippedName, readZippedFile, sizeOfZippedFile, type ZippedName } from './zipped-files.js';

export interface ImportActivityDependencies {
  readonly database: Database;
  readonly imports: ImportRepository;
  readonly sourceFiles: SourceFileRepository;
  readonly dataDir: string;
  readonly uploadFiles: UploadFiles;
  /** The bytes to which a compressed file may unpack. */
  readonly unpackedLimitBytes: number;
  readonly clock: () => Instant;
}

export function createImportActivities({
  database,
  imports,
  sourceFiles,
  dataDir,
  uploadFiles,
  unpackedLimitBytes,
  clock,
}: ImportActivityDependencies) {
  /** Imports a file while heartbeats are sent. Stops reading when the activity is cancelled. */
  async function runImport(
    file: Omit<ImportFile, 'clock' | 'onProgress' | 'open' | 'unpackedLimitBytes'>,
    open: (signal: AbortSignal) => Readable,
  ): Promise<Import> {
    const { importId } = file;
    const signal = Context.current().cancellationSignal;
    const record = throttle((progress: ImportProgress) => imports.recordProgress(importId, progress));
    return withHeartbeats((setDetails) =>
      importFile(database, {
        ...file,
        unpackedLimitBytes,
        clock,
        open: () => open(signal),
        onProgress(progress) {
          setDetails(progress.rowsRead);
          record(progress);
        },
      }),
    );
  }

  /** Imports what is new in a file: all of it, or the part after the imported start. */
  async function importNew(state: FileState, importId: string, last: SourceFile | null): Promise<FileImportResult> {
    const fileName = path.basename(state.path);
    const hash = await withHeartbeats(() => hashIfPrefixUnchanged(state, last));
    if (last !== null && hash !== null && last.bytesRead === state.bytes) {
      await sourceFiles.save({ ...state, ...contentOf(last) });
      return skippedFile(fileName, 'Unchanged', await imports.find(last.importId));
    }
    const resumePoint = hash === null ? null : await readResumePoint(last!, hash, clock());
    const from = resumePoint?.bytes ?? 0;
    const lastLine = isSettled(state, clock()) ? 'take' : 'leave';
    if (lastLine === 'leave' && !(await hasWholeLine(state, from))) return skippedFile(fileName, 'Waiting', null);
    const bytes = state.bytes - from;
    const file = { importId, fileName, source: 'folder' as const, bytes, lastLine, state } as const;
    return toFileImportResult(
      await runImport(resumePoint === null ? file : { ...file, resumePoint }, (signal) =>
        createReadStream(state.path, { signal, ...(bytes === 0 ? {} : { start: from, end: from + bytes - 1 }) }),
      ),
    );
  }

  /** Imports a CSV in a ZIP archive of the data folder, as a whole. It is known by the state of its archive. */
  async function importZippedFile(fileName: string, zipped: ZippedName, importId: string): Promise<FileImportResult> {
    const archivePath = path.join(dataDir, zipped.archive);
    const state = { ...(await readFileState(archivePath)), path: path.join(dataDir, fileName) };
    const last = await sourceFiles.find(state.path);
    if (last?.bytes === state.bytes && last.modifiedAt === state.modifiedAt) {
      return skippedFile(fileName, 'Unchanged', await imports.find(last.importId));
    }
    const size = await sizeOfZippedFile(archivePath, zipped.entry);
    if (size === null && !isSettled(state, clock())) return skippedFile(fileName, 'Waiting', null);
    const bytes = size ?? state.bytes;
    const file = { importId, fileName, source: 'folder', bytes, lastLine: 'take', state } as const;
    return toFileImportResult(
      await runImport(file, (signal) =>
        addAbortSignal(signal, readZippedFile(archivePath, zipped.entry, unpackedLimitBytes)),
      ),
    );
  }

  return {
    /** Returns the names of the CSV files in the data folder, in order. */
    async listSourceFiles(): Promise<string[]> {
      return listSourceFiles(dataDir);
    },

    async failImport(importId: string, error: string): Promise<void> {
      await imports.fail(importId, error, clock());
    },

    /** Imports what is new in a file of the data folder. */
    async importSourceFile(fileName: string, importId: string): Promise<FileImportResult> {
      const ended = await imports.find(importId);
      if (ended !== null && ended.status !== 'Running') return toFileImportResult(ended);
      const zipped = parseZippedName(fileName);
      if (zipped !== null) return importZippedFile(fileName, zipped, importId);
      const state = await readFileState(path.join(dataDir, fileName));
      const last = await sourceFiles.find(state.path);
      const isSame = last?.bytes === state.bytes && last.modifiedAt === state.modifiedAt;
      if (isSame && last.isWhole) return skippedFile(fileName, 'Unchanged', await imports.find(last.importId));
      if (isSame && !isSettled(state, clock())) return skippedFile(fileName, 'Waiting', null);
      return importNew(state, importId, last);
    },

    /** Imports an uploaded file, and removes it. */
    async importUpload({ importId, fileName, bytes, sha256 }: UploadedFile, stores?: readonly string[]): Promise<void> {
      const file = uploadFiles.path(importId);
      const isComplete = (await imports.find(importId))?.status === 'Complete';
      if (!isComplete && !(await uploadFiles.exists(importId))) throw new UploadGoneError(file);
      const upload = { importId, fileName, source: 'upload', bytes, sha256, stores, lastLine: 'take' } as const;
      await runImport(upload, (signal) => createReadStream(file, { signal }));
      await uploadFiles.remove(importId);
    },

    /** Removes an uploaded file whose import failed. */
    async removeUpload(importId: string): Promise<void> {
      await uploadFiles.remove(importId);
    },
  };
}

function contentOf({ sha256, bytesRead, linesRead, isWhole, importId }: SourceFile) {
  return { sha256, bytesRead: bytesRead ?? null, linesRead: linesRead ?? null, isWhole, importId };
}
