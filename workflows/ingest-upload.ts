import { ActivityFailure, CancellationScope, isCancellation, rootCause } from '@temporalio/workflow';
import type { UploadedFile } from '../src/domain/import.js';
import { failImport, importUpload, removeUpload } from './proxies.js';

/** Imports the files of one upload in their order. A file that fails does not stop the others. */
export async function ingestUpload(files: readonly UploadedFile[]): Promise<void> {
  for (const [index, file] of files.entries()) {
    try {
      await importUpload(file);
    } catch (failure) {
      if (!isCancellation(failure)) {
        await failImports([file], reasonOf(failure));
        continue;
      }
      // A cancelled scope would cancel these activities, too.
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

function reasonOf(failure: unknown): string {
  return failure instanceof ActivityFailure ? (rootCause(failure) ?? failure.message) : String(failure);
}
