import { setTimeout as pause } from 'node:timers/promises';
import { QueryNotRegisteredError, ServiceError, type Client, type WorkflowHandle } from '@temporalio/client';
import type { ingestFolder } from '../../workflows/ingest-folder.js';
import { deadlineIn } from '../clock.js';
import { folderImportWorkflowId, type FileImportResult, type FolderImportProgress } from '../domain/import.js';

const PROGRESS_INTERVAL_MS = 1_000;

/** Imports what is new in the data folder. If an import is running, waits for that one. */
export async function importFolder(
  client: Client,
  taskQueue: string,
  onProgress: (line: string) => void,
): Promise<FileImportResult[]> {
  const handle = await client.workflow.start<typeof ingestFolder>('ingestFolder', {
    workflowId: folderImportWorkflowId(taskQueue),
    workflowIdConflictPolicy: 'USE_EXISTING',
    taskQueue,
  });
  const finished = new AbortController();
  const reported = reportProgress(client, handle, onProgress, finished.signal);
  try {
    return await handle.result();
  } finally {
    finished.abort();
    await reported;
  }
}

/** Reports the progress every second until the signal is aborted. */
async function reportProgress(
  client: Client,
  handle: WorkflowHandle,
  onProgress: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = performance.now();
  while (await hasPassed(PROGRESS_INTERVAL_MS, signal)) {
    const progress = await queryProgress(client, handle);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    if (progress === null) onProgress(`importing, ${seconds} s`);
    else if (progress.current !== null) onProgress(describe(progress, seconds));
  }
}

/** Waits; returns false if the signal is aborted meanwhile. */
async function hasPassed(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(milliseconds, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** Null if there is no answer in time, for example since the worker is busy. */
async function queryProgress(client: Client, handle: WorkflowHandle): Promise<FolderImportProgress | null> {
  try {
    return await client.withDeadline(deadlineIn(PROGRESS_INTERVAL_MS), () =>
      handle.query<FolderImportProgress>('progress'),
    );
  } catch (error) {
    if (error instanceof ServiceError || error instanceof QueryNotRegisteredError) return null;
    throw error;
  }
}

function describe({ current, outcomes, filesTotal }: FolderImportProgress, seconds: number): string {
  return `importing ${current} (file ${outcomes.length + 1} of ${filesTotal}), ${seconds} s`;
}
