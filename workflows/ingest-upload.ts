import { ActivityFailure, CancellationScope, isCancellation, rootCause } from '@temporalio/workflow';
import type { UploadedFile } from '../activities/import-activities.js';
import { failImport, importUpload, removeUpload } from './proxies.js';

/** Imports the files of one upload in their order. One that fails does not stop the others. */
export async function ingestUpload(files: readonly UploadedFile[]): Promise<void> {
  for (const [index, file] of files.entries()) {
    try {
      await importUpload(file);
    } catch (failure) {
      if (!isCancellation(failure)) {
        await failImports(
          [file],
          failure instanceof ActivityFailure ? (rootCause(failure) ?? failure.message) : String(failure),
        );
        continue;
      }
      // What is asked for here would be cancelled, too.
      await CancellationScope.nonCancellable(() => failImports(files.slice(index), 'the import was cancelled'));
      throw failure;
    }
  }
}

async function failImports(files: readonly UploadedFile[], reason: string): Promise<void> {
  for (const { importId } of files) {
    await failImport(importId, reason);
    await removeUpload(importId);
  }
}
