import type { Client } from '@temporalio/client';
import type { FileOutcome } from '../../activities/import-activities.js';
import type { IngestionProgress } from '../../workflows/ingest-folder.js';

/** One ingestion of the folder at a time: who asks while one runs waits for that one. */
const WORKFLOW_ID = 'ingest-folder';

const PROGRESS_EVERY_MS = 1_000;

/** Imports what is new in the data folder and tells what became of each file. `onProgress` hears what is going on. */
export async function ingestFolder(
  client: Client,
  taskQueue: string,
  onProgress: (line: string) => void,
): Promise<FileOutcome[]> {
  const handle = await client.workflow.start('ingestFolder', {
    workflowId: WORKFLOW_ID,
    workflowIdConflictPolicy: 'USE_EXISTING',
    taskQueue,
  });
  const begun = Date.now();
  const timer = setInterval(() => {
    handle
      .query<IngestionProgress>('progress')
      .then(({ current, outcomes, filesTotal }) => {
        if (current === null) return;
        const seconds = Math.round((Date.now() - begun) / 1000);
        onProgress(`importing ${current} (file ${outcomes.length + 1} of ${filesTotal}), ${seconds} s`);
      })
      .catch((error: unknown) => onProgress(`importing (no news: ${String(error)})`));
  }, PROGRESS_EVERY_MS);
  try {
    return (await handle.result()) as FileOutcome[];
  } finally {
    clearInterval(timer);
  }
}
