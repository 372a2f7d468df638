import { ActivityFailure, CancellationScope, isCancellation, rootCause } from '@temporalio/workflow';
import type { UploadedFile } from '../src/domain/import.js';
import { failImport, importUpload, removeUpload } from './proxies.js';

/**
 * Imports the files of one upload in their order. A file that fails does not stop the others. `stores` are those that the
 * uploader is limited to: rows of others are rejected; undefined: all of them. The list may be long, so it is given once.
 */
export async function ingestUpload(files: readonly UploadedFile[], stores?: readonly string[]): Promise<void> {
  for (const [index, file] of files.entries()) {
    try {
      await importUpload(file, stores);
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
