import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Instant } from '../src/domain/instant.js';
import { importFile } from '../src/ingestion/import-file.js';
import type { Database } from '../src/persistence/database.js';
import type { FileKind, Import } from '../src/persistence/entities/import.js';
import type { FileState, ImportRepository } from '../src/persistence/import-repository.js';
import { withHeartbeats } from './heartbeats.js';

export interface ImportActivityDependencies {
  readonly database: Database;
  readonly imports: ImportRepository;
  readonly dataDir: string;
  readonly clock: () => Instant;
}

/** What became of a file of the data folder. `Unchanged`: it was imported, or refused, as it is, before. */
export interface FileOutcome {
  readonly fileName: string;
  readonly status: 'Complete' | 'Failed' | 'Unchanged';
  readonly kind: FileKind | null;
  readonly rowsRead: number;
  readonly inserted: number;
  readonly unchanged: number;
  readonly corrected: number;
  readonly rejected: number;
  readonly error: string | null;
}

export function createImportActivities({ database, imports, dataDir, clock }: ImportActivityDependencies) {
  return {
    /** The names of the CSV files in the data folder, in order. A folder that is not there has none. */
    async listSourceFiles(): Promise<string[]> {
      const names = (await namesIn(dataDir)).filter((name) => name.toLowerCase().endsWith('.csv')).sort();
      const folders = await Promise.all(names.map((name) => isFolder(path.join(dataDir, name))));
      return names.filter((_, index) => !folders[index]);
    },

    /** Closes an import that was begun and can't be ended. */
    async failImport(importId: string, error: string): Promise<void> {
      await imports.fail(importId, error, clock());
    },

    /** Imports a file of the data folder unless it is as it was when it was last imported. */
    async importSourceFile(fileName: string, importId: string): Promise<FileOutcome> {
      const cancelled = Context.current().cancellationSignal;
      return withHeartbeats(async (report) => {
        const file = path.join(dataDir, fileName);
        const state = await stateOf(file);
        const last = await imports.findSourceFile(file);
        if (last?.bytes === state.bytes && last.modifiedAt === state.modifiedAt) {
          return unchanged(fileName, await imports.find(last.importId));
        }
        const sha256 = await hashOf(file);
        if (last?.sha256 === sha256) {
          await imports.rememberSourceFile({ ...state, sha256, importId: last.importId });
          return unchanged(fileName, await imports.find(last.importId));
        }
        const open = () => createReadStream(file, { signal: cancelled });
        const imported = await importFile(
          { database, imports },
          { importId, fileName, bytes: state.bytes, open, clock, onProgress: report },
        );
        await imports.rememberSourceFile({ ...state, sha256, importId });
        return outcome(imported);
      });
    },
  };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** What can't be looked at is no folder: reading it will say what is wrong with it. */
async function isFolder(place: string): Promise<boolean> {
  return stat(place).then(
    (state) => state.isDirectory(),
    () => false,
  );
}

/** A file that can't be opened now will not open in a second either: the others go on without it. */
async function stateOf(file: string): Promise<FileState> {
  try {
    await access(file, constants.R_OK);
    const { size, mtimeNs } = await stat(file, { bigint: true });
    return { path: file, bytes: Number(size), modifiedAt: Number(mtimeNs / 1000n) };
  } catch (error) {
    throw ApplicationFailure.nonRetryable(`the file can't be read: ${(error as Error).message}`, 'UnreadableFile');
  }
}

function outcome(imported: Import): FileOutcome {
  const { fileName, kind, rowsRead, inserted, unchanged, corrected, rejected, error } = imported;
  const status = imported.status === 'Complete' ? 'Complete' : 'Failed';
  return {
    fileName,
    status,
    kind: kind ?? null,
    rowsRead,
    inserted,
    unchanged,
    corrected,
    rejected,
    error: error ?? null,
  };
}

/** A file that was refused is as wrong as it was: the reason is told again. */
function unchanged(fileName: string, last: Import | null): FileOutcome {
  const none = { rowsRead: 0, inserted: 0, unchanged: 0, corrected: 0, rejected: 0 };
  return { fileName, status: 'Unchanged', kind: last?.kind ?? null, ...none, error: last?.error ?? null };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
