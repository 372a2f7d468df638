import { FILE_KINDS, type FileKind } from '../domain/import.js';

/** The whole file can't be imported. The message says what is wrong and what is expected. */
export class UnreadableFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableFile';
  }
}

/** The columns of each kind, in the order in which rows are parsed, each with its accepted names. */
const COLUMNS: Record<FileKind, readonly (readonly string[])[]> = {
  polls: [['store_id'], ['timestamp_utc'], ['status']],
  'business-hours': [['store_id'], ['day', 'day_of_week', 'dayofweek'], ['start_time_local'], ['end_time_local']],
  'time-zones': [['store_id'], ['timezone_str']],
};

/** The kind of a file, and the position of each column of the kind. */
export interface CsvLayout {
  readonly kind: FileKind;
  readonly positions: readonly number[];
}

/**
 * Detects the kind of a file from its header; columns may have any order.
 * @throws {UnreadableFileError} if the header fits none of the three kinds
 */
export function detectLayout(header: readonly string[]): CsvLayout {
  const names = header.map((name) => name.trim().toLowerCase());
  for (const kind of FILE_KINDS) {
    const positions = COLUMNS[kind].map((aliases) => names.findIndex((name) => aliases.includes(name)));
    if (names.length === positions.length && !positions.includes(-1)) return { kind, positions };
  }
  const found = header.map((name) => JSON.stringify(truncate(name))).join(', ');
  throw new UnreadableFileError(
    `the header ${truncate(found, 300)} matches none of the three kinds. ${EXPECTED_HEADERS}`,
  );
}

export const EXPECTED_HEADERS =
  'Expected columns, in any order and no others: for polls store_id, timestamp_utc and status; for business hours ' +
  'store_id, day, start_time_local and end_time_local; for time zones store_id and timezone_str.';

/** Shortens a value for a message. */
export function truncate(value: string, length = 60): string {
  return value.length <= length ? value : `${value.slice(0, length)}...`;
}
