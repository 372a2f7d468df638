import { FILE_KINDS, type FileKind } from '../persistence/imports/import.entity.js';

/** Why a file is refused as a whole. The message says what was expected. */
export class UnreadableFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableFile';
  }
}

/** For each kind its columns, in the order in which its rows are read, each with the names it goes by. */
const COLUMNS: Record<FileKind, readonly (readonly string[])[]> = {
  polls: [['store_id'], ['timestamp_utc'], ['status']],
  'business-hours': [['store_id'], ['day', 'day_of_week', 'dayofweek'], ['start_time_local'], ['end_time_local']],
  'time-zones': [['store_id'], ['timezone_str']],
};

/** What a header says of its file: the kind, and where each column of the kind stands. */
export interface CsvLayout {
  readonly kind: FileKind;
  readonly positions: readonly number[];
}

/**
 * Recognises a file by its header; columns may come in any order.
 * @throws {UnreadableFileError} where it is none of the three kinds
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

/** A value as a message can hold it. */
export function truncate(value: string, length = 60): string {
  return value.length <= length ? value : `${value.slice(0, length)}...`;
}
