import { stringify } from 'csv-stringify/sync';
import { formatMegabytes } from '../../domain/bytes.js';
import { FOREIGN_STORE } from '../../domain/import.js';
import type { Reject, StagedRow } from '../../persistence/imports/staging.js';
import {
  declaredSeparator,
  detectLayout,
  EXPECTED_HEADERS,
  truncate,
  UnreadableFileError,
  type CsvLayout,
} from './csv-layout.js';
import { CsvRecordReader, type InvalidLine } from './csv-record-reader.js';
import type { CsvRecord } from './csv-record.js';
import { assertText } from './file-format.js';
import { ImportWarnings } from '../import-warnings.js';
import { LineTooLongError, MAX_LINE_BYTES } from './line-block-reader.js';
import { rowParsers, type PollLimits, type RowNotes } from './rows/row-parsers.js';

const MAX_REJECT_LENGTH = 2_000;

/** The position at which reading continues in a file whose start was read before. */
export interface ResumePoint {
  readonly layout: CsvLayout;
  /** Lines that were read, the header included. */
  readonly lines: number;
}

/** What bounds the rows that are taken. */
export interface RowLimits extends PollLimits {
  /** The stores of which rows are taken; undefined: all of them. */
  readonly stores?: ReadonlySet<string> | undefined;
}

/** The first column of each kind. */
const STORE_ID_COLUMN = 0;

export interface CsvContents {
  readonly layout: CsvLayout;
  /** Every row once, usable or not. Throws `UnreadableFileError` if the file can't be read on. */
  readonly batches: AsyncIterable<readonly StagedRow[]>;
  /** Complete once the batches are read. */
  readonly notes: RowNotes;
  /** Lines that were read so far, the header included. */
  linesRead(): number;
}

/**
 * Reads a CSV from blocks of complete lines: UTF-8 with or without a byte order mark, any line ends.
 * @throws {UnreadableFileError} if its header fits no kind
 */
export async function readCsv(
  blocks: AsyncIterable<Buffer>,
  limits: RowLimits,
  resumePoint?: ResumePoint,
): Promise<CsvContents> {
  const reader = new RowReader(limits, resumePoint);
  const batches = reader.batches(blocks);
  while (reader.layout === undefined) {
    const next = await batches.next();
    if (next.done === true) throw new UnreadableFileError(`the file is empty. ${EXPECTED_HEADERS}`);
    if (next.value.length > 0) return contents(reader, prepend(next.value, batches));
  }
  return contents(reader, batches);
}

function contents(reader: RowReader, batches: AsyncIterable<readonly StagedRow[]>): CsvContents {
  return { layout: reader.layout!, batches, notes: reader.notes, linesRead: () => reader.lines };
}

async function* prepend<T>(first: T, rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
const NO_STRAY_QUOTES: readonly number[] = [];

/** Parses blocks of lines into rows. */
class RowReader {
  layout: CsvLayout | undefined;
  lines: number;
  readonly notes: RowNotes = {
    warnings: new ImportWarnings(),
    storesWithDaySeven: new Set(),
    storesWithRejectedZone: new Set(),
  };
  private declaredSeparator: string | null = null;
  private records: CsvRecordReader | undefined;
  private rows: StagedRow[] = [];
  private readonly parsers: ReturnType<typeof rowParsers>;

  constructor(
    private readonly limits: RowLimits,
    resumePoint: ResumePoint | undefined,
  ) {
    this.parsers = rowParsers(limits, this.notes);
    this.lines = resumePoint?.lines ?? 0;
    if (resumePoint !== undefined) this.useLayout(resumePoint.layout);
  }

  async *batches(blocks: AsyncIterable<Buffer>): AsyncGenerator<StagedRow[], void> {
    try {
      for await (const next of blocks) {
        if (this.lines === 0) assertText(next);
        const block = this.lines === 0 ? withoutByteOrderMark(next) : next;
        for (const line of splitLines(block.toString())) this.readLine(line);
        yield this.flush();
      }
    } catch (error) {
      if (!(error instanceof LineTooLongError)) throw error;
      throw new UnreadableFileError(
        `line ${this.lines + 1} is longer than ${formatMegabytes(MAX_LINE_BYTES)}: is a quote never closed?`,
      );
    }
    this.records?.end();
    yield this.flush();
  }

  private readLine(line: string): void {
    this.lines++;
    if (this.layout === undefined) this.readHeader(line);
    // A line without quotes is split, which is many times as fast as parsing it.
    else if (this.records!.isOpen || line.includes('"')) this.records!.read(this.lines, line);
    else if (line !== '') {
      this.takeRecord(this.lines, { fields: line.split(this.layout.separator), strayQuotes: NO_STRAY_QUOTES });
    }
  }

  private readHeader(line: string): void {
    if (line === '') return;
    if (this.declaredSeparator === null) {
      this.declaredSeparator = declaredSeparator(line);
      if (this.declaredSeparator !== null) return;
    }
    this.useLayout(this.declaredSeparator === null ? detectLayout(line) : detectLayout(line, [this.declaredSeparator]));
  }

  private useLayout(layout: CsvLayout): void {
    this.layout = layout;
    this.records = new CsvRecordReader(
      layout.separator,
      // None of the columns that are read has values with a line break.
      ({ fields }) =>
        trimmedWidth(fields, layout.width) === layout.width &&
        layout.positions.every((position) => position === -1 || !fields[position]!.includes('\n')),
      (record) => this.takeRecord(record.line, record),
      (invalid) => this.takeInvalidLine(invalid),
    );
  }

  private takeRecord(line: number, { fields, strayQuotes }: CsvRecord): void {
    const { kind, positions, width, groupKinds = [] } = this.layout!;
    const row =
      trimmedWidth(fields, width) !== width
        ? { problem: `the row has ${trimmedWidth(fields, width)} fields, the header has ${width}` }
        : strayQuotes.some((position) => positions.includes(position))
          ? { problem: 'a field without quotes around it contains a quote' }
          : this.limits.stores?.has(fields[positions[STORE_ID_COLUMN]!]!) === false
            ? { problem: FOREIGN_STORE }
            : this.parsers[kind](line, fields, positions, groupKinds);
    this.rows.push('problem' in row ? toReject(line, row.problem, fields) : row);
  }

  private takeInvalidLine({ line, text, problem }: InvalidLine): void {
    this.rows.push({ line, reason: problem, row: truncate(text.replaceAll('\0', '\uFFFD'), MAX_REJECT_LENGTH) });
  }

  private flush(): StagedRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }
}

/** The number of fields, without empty ones beyond the width of the header: trailing separators make no difference. */
function trimmedWidth(fields: readonly string[], width: number): number {
  let count = fields.length;
  while (count > width && fields[count - 1]!.trim() === '') count--;
  return count;
}

function withoutByteOrderMark(block: Buffer): Buffer {
  return block.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? block.subarray(BYTE_ORDER_MARK.length)
    : block;
}

function splitLines(block: string): string[] {
  const lines = block.includes('\r') ? block.split(/\r\n|\n|\r/) : block.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The text is made when it is needed: of the rejected rows of a file only the first ones are stored. */
function toReject(line: number, reason: string, fields: readonly string[]): Reject {
  return {
    line,
    reason,
    get row() {
      return toRejectText(fields);
    },
  };
}

function toRejectText(record: readonly string[]): string {
  const text = stringify([record.map((value) => value.slice(0, MAX_REJECT_LENGTH))], { eof: false });
  return truncate(text.replaceAll('\0', '\uFFFD'), MAX_REJECT_LENGTH);
}
