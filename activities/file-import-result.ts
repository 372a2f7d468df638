import type { FileKind, Import } from '../src/persistence/imports/import.entity.js';

/**
 * What became of a file. `Unchanged`: it was imported, or refused, as it is, before. `Waiting`: there is no whole line
 * that is new; one that has no end yet may still be written.
 */
export interface FileImportResult {
  readonly fileName: string;
  readonly status: 'Complete' | 'Failed' | 'Unchanged' | 'Waiting';
  readonly kind: FileKind | null;
  readonly rowsRead: number;
  readonly inserted: number;
  readonly unchanged: number;
  readonly corrected: number;
  readonly rejected: number;
  readonly error: string | null;
}

/** What became of a file by its import. */
export function toFileImportResult(imported: Import): FileImportResult {
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

/** Of a file that was refused and is as wrong as it was, the reason is told again. */
export function skippedFile(fileName: string, status: 'Unchanged' | 'Waiting', last: Import | null): FileImportResult {
  const none = { rowsRead: 0, inserted: 0, unchanged: 0, corrected: 0, rejected: 0 };
  return { fileName, status, kind: last?.kind ?? null, ...none, error: last?.error ?? null };
}
