import type { FileImportResult } from '../../src/domain/import.js';
import type { Import } from '../../src/persistence/imports/import.entity.js';

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

/** The result for a file that was not read. If its last import was refused, that reason is repeated. */
export function skippedFile(
  fileName: string,
  status: 'Unchanged' | 'Waiting',
  lastImport: Import | null,
): FileImportResult {
  const noRows = { rowsRead: 0, inserted: 0, unchanged: 0, corrected: 0, rejected: 0 };
  return { fileName, status, kind: lastImport?.kind ?? null, ...noRows, error: lastImport?.error ?? null };
}
