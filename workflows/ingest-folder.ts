import { ActivityFailure, defineQuery, isCancellation, rootCause, setHandler, uuid4 } from '@temporalio/workflow';
import type { FileImportResult, FolderImportProgress } from '../src/domain/import.js';
import { failImport, importSourceFile, listSourceFiles } from './proxies.js';

export const folderImportProgressQuery = defineQuery<FolderImportProgress>('progress');

/** Imports what is new in the data folder, file by file. A file that fails does not stop the others. */
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
    const noRows = { rowsRead: 0, inserted: 0, unchanged: 0, corrected: 0, rejected: 0 };
    return { fileName, status: 'Failed', kind: null, ...noRows, error };
  }
}
