/** The reason for which a row is rejected whose store is none of those of the uploader's key. */
export const FOREIGN_STORE = 'the store is none of those that the key is limited to';

export const IMPORT_STATUSES = ['Running', 'Complete', 'Failed'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** The data that a file or a push holds. */
export const FILE_KINDS = ['polls', 'business-hours', 'time-zones', 'special-hours', 'closures', 'stores'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** The origin of a file: the data folder, or an upload. */
export const IMPORT_SOURCES = ['folder', 'upload'] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** How many rows of a file were rejected for the same reason, with the first of them. */
export interface RejectReason {
  /** Quoted values are left out. */
  readonly reason: string;
  readonly count: number;
  readonly example: { readonly line: number; readonly row: string };
}

/** Something that a person should look at, in rows that were taken nevertheless; with the first of them. */
export interface ImportWarning {
  readonly warning: string;
  readonly count: number;
  readonly example: { readonly line: number; readonly value: string };
}

/** What is remarkable about a file. */
export interface ImportFindings {
  /** The names of the columns that were not read. */
  readonly ignoredColumns: readonly string[];
  readonly warnings: readonly ImportWarning[];
  /** The most frequent first. */
  readonly rejectReasons: readonly RejectReason[];
}

/** An uploaded file, stored completely and as it was sent. Part of the input of the workflow `ingestUpload`. */
export interface UploadedFile {
  readonly importId: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * The result of importing one file of the data folder. `Unchanged`: the same file was imported, or refused, before.
 * `Waiting`: the file has no complete new line; its last one may still be written.
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

/** The answer to the query `progress` of the workflow `ingestFolder`. */
export interface FolderImportProgress {
  readonly outcomes: readonly FileImportResult[];
  readonly filesTotal: number;
  /** The file that is being read; null before the first and after the last. */
  readonly current: string | null;
}

/** The workflow id of the import of a data folder. One runs at a time; instances differ by task queue. */
export function folderImportWorkflowId(taskQueue: string): string {
  return `ingest-folder-${taskQueue}`;
}

/** The workflow id of the import of uploaded files, named after the first of them. */
export function uploadWorkflowId(importId: string): string {
  return `ingest-upload-${importId}`;
}
