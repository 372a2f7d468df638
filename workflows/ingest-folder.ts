import { ActivityFailure, defineQuery, isCancellation, rootCause, setHandler, uuid4 } from '@temporalio/workflow';
import type { FileImportResult } from '../activities/file-import-result.js';
import { failImport, importSourceFile, listSourceFiles } from './proxies.js';

export interface FolderImportProgress {
  readonly outcomes: readonly FileImportResult[];
  readonly filesTotal: number;
  /** The file that is being read; null before the first and after the last. */
  readonly current: string | null;
}

export const folderImportProgressQuery = defineQuery<FolderImportProgress>('progress');

/** Imports what is new in the data folder, file by file. One that fails does not stop the others. */
export async function ingestFolder(): Promise<FileImportResult[]> {
  const outcomes: FileImportResult[] = [];
  let files: string[] = [];
  let current: string | null = null;
  setHandler(folderImportProgressQuery, () => ({ outcomes, filesTotal: files.length, current }));

  files = await listSourceFiles();
  for (const fileName of files) {
    current = fileName;
    outcomes.push(await importOne(fileName));
  }
  current = null;
  return outcomes;
}

async function importOne(fileName: string): Promise<FileImportResult> {
  const importId = uuid4();
  try {
    return await importSourceFile(fileName, importId);
  } catch (failure) {
    if (!(failure instanceof ActivityFailure) || isCancellation(failure)) throw failure;
    const error = rootCause(failure) ?? failure.message;
    await failImport(importId, error);
    const none = { rowsRead: 0, inserted: 0, unchanged: 0, corrected: 0, rejected: 0 };
    return { fileName, status: 'Failed', kind: null, ...none, error };
  }
}
