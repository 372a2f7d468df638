import { parseGroupKind } from '../../domain/groups/group.js';
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
  closures: [['storeid'], ['from'], ['until'], ['kind']],
  stores: [['storeid']],
};

/** Columns that a file of a kind may have, too. Rows are parsed with them after the others. */
const OPTIONAL_COLUMNS: Record<FileKind, readonly (readonly string[])[]> = {
  polls: [['reason']],
  'business-hours': [['validfrom'], ['validthrough']],
  'time-zones': [],
  'special-hours': [['reason'], ['group']],
  closures: [['group'], ['reason']],
  stores: [['name', 'storename'], ['target'], ['valueperhour']],
};

/** What the name of a column of `stores` begins with that holds the value of a group kind. */
const GROUP_COLUMN = /^\s*group\s*:(.*)$/i;

/** In the order in which they are tried. */
const SEPARATORS = [',', ';', '\t', '|'] as const;

/** How the rows of a file are read. */
export interface CsvLayout {
  readonly kind: FileKind;
  readonly separator: string;
  /**
   * The positions of the kind's columns; then those of the optional ones, if there is any, -1 for a missing one; then those of
   * `groupKinds`.
   */
  readonly positions: readonly number[];
  /** The group kinds of which a file of stores has columns. */
  readonly groupKinds?: readonly string[];
  /** The number of columns, without unnamed ones at the end. */
  readonly width: number;
  /** The names of further columns, which are not read. */
  readonly ignoredColumns: readonly string[];
}

/**
 * Detects the layout of a file from its header. Columns may have any order, and there may be further ones. The separator is
 * the first with which the header fits a kind.
 * @throws {UnreadableFileError} if the header fits no kind
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
    `the header ${truncate(found, 300)} matches no kind of file${encoding}. ${EXPECTED_HEADERS}`,
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
    if (required.some((position, column) => position === -1 && !(column === 0 && isOfGroups(kind, names)))) continue;
    const optional = OPTIONAL_COLUMNS[kind].map((aliases) => findColumn(names, aliases));
    const groups = kind === 'stores' ? groupColumns(header) : [];
    const isEmpty = groups.length === 0 && optional.every((position) => position === -1);
    if (isEmpty && kind === 'stores') continue;
    const named = isEmpty ? required : [...required, ...optional];
    assertUnique(names, named, header);
    const positions = [...named, ...groups.map(({ position }) => position)];
    const width = names.findLastIndex((name) => name !== '') + 1;
    const ignoredColumns = header
      .slice(0, width)
      .flatMap((name, position) => (positions.includes(position) ? [] : [name.trim() || `column ${position + 1}`]));
    return {
      kind,
      separator,
      positions,
      width,
      ignoredColumns,
      ...(groups.length > 0 && { groupKinds: kindsOf(groups) }),
    };
  }
  return null;
}

/** Special hours and closures may all be of groups: then there is no column for stores. */
function isOfGroups(kind: FileKind, names: readonly string[]): boolean {
  return (kind === 'special-hours' || kind === 'closures') && names.includes('group');
}

interface GroupColumn {
  readonly position: number;
  readonly kind: string;
}

/** @throws {UnreadableFileError} if what follows `group:` is no kind */
function groupColumns(header: readonly string[]): GroupColumn[] {
  return header.flatMap((name, position): GroupColumn[] => {
    const text = GROUP_COLUMN.exec(name)?.[1];
    if (text === undefined) return [];
    const kind = parseGroupKind(text);
    if (typeof kind === 'string') return [{ position, kind }];
    const column = JSON.stringify(truncate(name.trim()));
    throw new UnreadableFileError(
      `the header has the column ${column}, whose group kind ${kind.problem}. ${EXPECTED_HEADERS}`,
    );
  });
}

/** @throws {UnreadableFileError} if two columns are of one kind */
function kindsOf(columns: readonly GroupColumn[]): string[] {
  const kinds = columns.map(({ kind }) => kind);
  const twice = kinds.find((kind, index) => kinds.indexOf(kind) !== index);
  if (twice === undefined) return kinds;
  throw new UnreadableFileError(
    `the header has two columns of the group kind ${JSON.stringify(twice)}. ${EXPECTED_HEADERS}`,
  );
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
  'for special hours store_id or group (or both), date, start_time_local and end_time_local, and if wanted reason; for closures store_id or group (or both), from, until and kind, and if wanted reason; for stores store_id and any of ' +
  'name, group:<kind> such as group:region, target and value_per_hour.';

/** Shortens a value for a message. */
export function truncate(value: string, length = 60): string {
  return value.length <= length ? value : `${value.slice(0, length)}...`;
}
