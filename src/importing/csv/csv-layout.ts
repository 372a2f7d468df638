import { FILE_KINDS, type FileKind } from '../../domain/import.js';
import { parseRecord } from './csv-record.js';

/** The whole file can't be imported. The message says what is wrong and what is expected. */
export class UnreadableFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableFile';
  }
}

/**
 * The columns of each kind, in the order in which rows are parsed, each with its accepted names. Upper case, blanks, hyphens
 * and underscores make no difference: see `normalizeName`.
 */
const COLUMNS: Record<FileKind, readonly (readonly string[])[]> = {
  polls: [['storeid'], ['timestamputc', 'timestamp'], ['status']],
  'business-hours': [['storeid'], ['day', 'dayofweek'], ['starttimelocal', 'starttime'], ['endtimelocal', 'endtime']],
  'time-zones': [['storeid'], ['timezonestr', 'timezone']],
  'special-hours': [['storeid'], ['date'], ['starttimelocal', 'starttime'], ['endtimelocal', 'endtime']],
};

/** Columns that a file of a kind may have, too. Rows are parsed with them after the others. */
const OPTIONAL_COLUMNS: Record<FileKind, readonly (readonly string[])[]> = {
  polls: [],
  'business-hours': [['validfrom'], ['validthrough']],
  'time-zones': [],
  'special-hours': [['reason']],
};

/** In the order in which they are tried. */
const SEPARATORS = [',', ';', '\t', '|'] as const;

/** How the rows of a file are read. */
export interface CsvLayout {
  readonly kind: FileKind;
  readonly separator: string;
  /** The positions of the kind's columns; then those of the optional ones, if there is any, -1 for a missing one. */
  readonly positions: readonly number[];
  /** The number of columns, without unnamed ones at the end. */
  readonly width: number;
  /** The names of further columns, which are not read. */
  readonly ignoredColumns: readonly string[];
}

/**
 * Detects the layout of a file from its header. Columns may have any order, and there may be further ones. The separator is
 * the first with which the header fits a kind.
 * @throws {UnreadableFileError} if the header fits none of the four kinds
 */
export function detectLayout(header: string, separators: readonly string[] = SEPARATORS): CsvLayout {
  for (const separator of separators) {
    const parsed = parseRecord(header, separator);
    if (typeof parsed === 'string') continue;
    const layout = matchHeader(parsed.fields, separator);
    if (layout !== null) return layout;
  }
  const parsed = parseRecord(header, separators[0]!);
  const fields = typeof parsed === 'string' ? [header] : parsed.fields;
  const found = fields.map((name) => JSON.stringify(truncate(name))).join(', ');
  const encoding = header.includes('\uFFFD') ? ', and the file is not in UTF-8: save it as CSV (UTF-8)' : '';
  throw new UnreadableFileError(
    `the header ${truncate(found, 300)} matches none of the four kinds${encoding}. ${EXPECTED_HEADERS}`,
  );
}

/** Returns the separator that a first line such as `sep=;` declares; null if the line is another one. */
export function declaredSeparator(line: string): string | null {
  return /^"?sep=(.)"?$/i.exec(line)?.[1] ?? null;
}

function matchHeader(header: readonly string[], separator: string): CsvLayout | null {
  const names = header.map(normalizeName);
  for (const kind of FILE_KINDS) {
    const required = COLUMNS[kind].map((aliases) => findColumn(names, aliases));
    if (required.includes(-1)) continue;
    const optional = OPTIONAL_COLUMNS[kind].map((aliases) => findColumn(names, aliases));
    const positions = optional.some((position) => position !== -1) ? [...required, ...optional] : required;
    assertUnique(names, positions, header);
    const width = names.findLastIndex((name) => name !== '') + 1;
    const ignoredColumns = header
      .slice(0, width)
      .flatMap((name, position) => (positions.includes(position) ? [] : [name.trim() || `column ${position + 1}`]));
    return { kind, separator, positions, width, ignoredColumns };
  }
  return null;
}

/** The first of the accepted names counts; -1 if there is none of them. */
function findColumn(names: readonly string[], aliases: readonly string[]): number {
  return aliases.map((alias) => names.indexOf(alias)).find((position) => position !== -1) ?? -1;
}

function assertUnique(names: readonly string[], positions: readonly number[], header: readonly string[]): void {
  const twice = positions.find((position) => position !== -1 && names.includes(names[position]!, position + 1));
  if (twice === undefined) return;
  throw new UnreadableFileError(
    `the header has the column ${JSON.stringify(truncate(header[twice]!.trim()))} twice. ${EXPECTED_HEADERS}`,
  );
}

function normalizeName(name: string): string {
  return name.replaceAll(/[\s_-]/g, '').toLowerCase();
}

export const EXPECTED_HEADERS =
  'Expected columns, in any order and among others: for polls store_id, timestamp_utc and status; for business hours ' +
  'store_id, day, start_time_local and end_time_local, and if needed valid_from and valid_through; for time zones store_id and timezone_str; ' +
  'for special hours store_id, date, start_time_local and end_time_local, and if wanted reason.';

/** Shortens a value for a message. */
export function truncate(value: string, length = 60): string {
  return value.length <= length ? value : `${value.slice(0, length)}...`;
}
