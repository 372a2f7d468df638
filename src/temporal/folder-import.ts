import { setTimeout as pause } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { FileImportResult } from '../../activities/file-import-result.js';
import type { FolderImportProgress } from '../../workflows/ingest-folder.js';

/** One ingestion of a folder at a time: who asks while one runs waits for that one. Instances differ by task queue. */
const workflowId = (taskQueue: string) => `ingest-folder-${taskQueue}`;

const PROGRESS_INTERVAL_MS = 1_000;

/** Imports what is new in the data folder and tells what became of each file. `onProgress` hears what is going on. */
export async function importFolder(
  client: Client,
  taskQueue: string,
  onProgress: (line: string) => void,
): Promise<FileImportResult[]> {
  const handle = await client.workflow.start('ingestFolder', {
    workflowId: workflowId(taskQueue),
    workflowIdConflictPolicy: 'USE_EXISTING',
    taskQueue,
  });
  const result = handle.result() as Promise<FileImportResult[]>;
  const stopWatching = new AbortController();
  const watched = reportProgress(client, handle, onProgress, stopWatching.signal);
  try {
    return await result;
  } finally {
    stopWatching.abort();
    await watched;
  }
}

/** Asks now and then how far the ingestion is. No answer in time is no failure: its worker may just be busy. */
async function reportProgress(
  client: Client,
  handle: WorkflowHandle,
  onProgress: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const begun = Date.now();
  for (;;) {
    try {
      await pause(PROGRESS_INTERVAL_MS, undefined, { signal });
    } catch {
      return;
    }
    const progress = await client
      .withDeadline(Date.now() + PROGRESS_INTERVAL_MS, () => handle.query<FolderImportProgress>('progress'))
      .catch(() => null);
    const seconds = Math.round((Date.now() - begun) / 1000);
    if (progress === null) onProgress(`importing, ${seconds} s`);
    else if (progress.current !== null) onProgress(describe(progress, seconds));
  }
}

function describe({ current, outcomes, filesTotal }: FolderImportProgress, seconds: number): string {
  return `importing ${current} (file ${outcomes.length + 1} of ${filesTotal}), ${seconds} s`;
}
