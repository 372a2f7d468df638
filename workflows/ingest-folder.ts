import { ActivityFailure, defineQuery, rootCause, setHandler, uuid4 } from '@temporalio/workflow';
import type { FileOutcome } from '../activities/import-activities.js';
import { importSourceFile, listSourceFiles } from './proxies.js';

export interface IngestionProgress {
  readonly outcomes: readonly FileOutcome[];
  readonly filesTotal: number;
  /** The file that is being read; null before the first and after the last. */
  readonly current: string | null;
}

export const ingestionProgress = defineQuery<IngestionProgress>('progress');

/** Imports what is new in the data folder, file by file. One that fails does not stop the others. */
export async function ingestFolder(): Promise<FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  let files: string[] = [];
  let current: string | null = null;
  setHandler(ingestionProgress, () => ({ outcomes, filesTotal: files.length, current }));

  files = await listSourceFiles();
  for (const fileName of files) {
    current = fileName;
    outcomes.push(await importOne(fileName));
  }
  current = null;
  return outcomes;
}

async function importOne(fileName: string): Promise<FileOutcome> {
  try {
    return await importSourceFile(fileName, uuid4());
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const none = { rowsRead: 0, inserted: 0, unchanged: 0, corrected: 0, rejected: 0 };
    return { fileName, status: 'Failed', kind: null, ...none, error: rootCause(error) ?? error.message };
  }
}
