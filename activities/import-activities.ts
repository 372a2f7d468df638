import { createReadStream } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import path from 'node:path';
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Instant } from '../src/domain/instant.js';
import { importFile, type ImportFile } from '../src/importing/import-file.js';
import type { Database } from '../src/persistence/connection/database.js';
import type { SourceFile } from '../src/persistence/imports/source-file.entity.js';
import type { FileState, ImportProgress, ImportRepository } from '../src/persistence/imports/import.repository.js';
import { skippedFile, toFileImportResult, type FileImportResult } from './file-import-result.js';
import { withHeartbeats } from './heartbeats.js';
import {
  hasWholeLine,
  isSettled,
  hashIfPrefixUnchanged,
  readResumePoint,
  listSourceFiles,
  readFileState,
} from './source-files.js';

export interface ImportActivityDependencies {
  readonly database: Database;
  readonly imports: ImportRepository;
  readonly dataDir: string;
  readonly uploadsDir: string;
  readonly clock: () => Instant;
}

/** A file that was uploaded, whole and as it was sent, at its place in the folder of uploads. */
export interface UploadedFile {
  readonly importId: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
}

export function createImportActivities({ database, imports, dataDir, uploadsDir, clock }: ImportActivityDependencies) {
  /** Imports while heartbeats go out; what is read is given up when the activity is cancelled. */
  async function runImport(
    file: Omit<ImportFile, 'clock' | 'onProgress' | 'open'>,
    place: { path: string; from: number },
  ) {
    const { importId, bytes } = file;
    const signal = Context.current().cancellationSignal;
    const range = { start: place.from, end: place.from + bytes - 1 };
    const record = throttle((progress: ImportProgress) => imports.recordProgress(importId, progress));
    return withHeartbeats((heartbeat) =>
      importFile(
        { database, imports },
        {
          ...file,
          clock,
          open: () => createReadStream(place.path, { signal, ...(bytes === 0 ? {} : range) }),
          onProgress(progress) {
            heartbeat(progress.rowsRead);
            record(progress);
          },
        },
      ),
    );
  }

  /** Imports what is new in a file: all of it, or what came after a beginning that is known. */
  async function importNew(state: FileState, importId: string, last: SourceFile | null): Promise<FileImportResult> {
    const fileName = path.basename(state.path);
    const hash = await withHeartbeats(() => hashIfPrefixUnchanged(state, last));
    if (last !== null && hash !== null && last.bytesRead === state.bytes) {
      await imports.rememberSourceFile({ ...state, ...contentOf(last) });
      return skippedFile(fileName, 'Unchanged', await imports.find(last.importId));
    }
    const resumePoint = hash === null ? null : await readResumePoint(last!, hash, clock());
    const from = resumePoint?.bytes ?? 0;
    const lastLine = isSettled(state, clock()) ? 'take' : 'leave';
    if (lastLine === 'leave' && !(await hasWholeLine(state, from))) return skippedFile(fileName, 'Waiting', null);
    const bytes = state.bytes - from;
    const file = { importId, fileName, source: 'folder' as const, bytes, lastLine, state } as const;
    return toFileImportResult(
      await runImport(resumePoint === null ? file : { ...file, resumePoint }, { path: state.path, from }),
    );
  }

  return {
    /** The names of the CSV files in the data folder, in order. */
    async listSourceFiles(): Promise<string[]> {
      return listSourceFiles(dataDir);
    },

    /** Closes an import that was begun and can't be ended. */
    async failImport(importId: string, error: string): Promise<void> {
      await imports.fail(importId, error, clock());
    },

    /** Imports what is new in a file of the data folder. */
    async importSourceFile(fileName: string, importId: string): Promise<FileImportResult> {
      const ended = await imports.find(importId);
      if (ended !== null && ended.status !== 'Running') return toFileImportResult(ended);
      const state = await readFileState(path.join(dataDir, fileName));
      const last = await imports.findSourceFile(state.path);
      const isSame = last?.bytes === state.bytes && last.modifiedAt === state.modifiedAt;
      if (isSame && last.isWhole) return skippedFile(fileName, 'Unchanged', await imports.find(last.importId));
      if (isSame && !isSettled(state, clock())) return skippedFile(fileName, 'Waiting', null);
      return importNew(state, importId, last);
    },

    /** Imports a file that was uploaded, and removes it. */
    async importUpload({ importId, fileName, bytes, sha256 }: UploadedFile): Promise<void> {
      const file = path.join(uploadsDir, importId);
      if ((await imports.find(importId))?.status !== 'Complete') await assertUploadExists(file);
      await runImport(
        { importId, fileName, source: 'upload', bytes, sha256, lastLine: 'take' },
        { path: file, from: 0 },
      );
      await rm(file, { force: true });
    },

    /** Removes a file that was uploaded and can't be imported. */
    async removeUpload(importId: string): Promise<void> {
      await rm(path.join(uploadsDir, importId), { force: true });
    },
  };
}

/** Whoever received it was not told that its import had started, and has removed it. */
async function assertUploadExists(file: string): Promise<void> {
  await access(file).catch((error: unknown) => {
    throw ApplicationFailure.nonRetryable(
      `the uploaded file is gone: upload it again (${String(error)})`,
      'UploadGone',
    );
  });
}

const PROGRESS_INTERVAL_MS = 1_000;

/** Passes on at most one call a second, and waits for none: what is told is of no consequence. */
function throttle<T>(tell: (value: T) => Promise<void>): (value: T) => void {
  let last = 0;
  return (value) => {
    if (Date.now() - last < PROGRESS_INTERVAL_MS) return;
    last = Date.now();
    tell(value).catch(() => undefined);
  };
}

function contentOf({ sha256, bytesRead, linesRead, isWhole, importId }: SourceFile) {
  return { sha256, bytesRead: bytesRead ?? null, linesRead: linesRead ?? null, isWhole, importId };
}
