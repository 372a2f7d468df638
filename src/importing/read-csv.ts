import { finished } from 'node:stream/promises';
import { CsvError, parse, type Parser } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import type { StagedRow } from '../persistence/imports/staging.js';
import { EXPECTED_HEADERS, detectLayout, truncate, UnreadableFileError, type CsvLayout } from './csv-layout.js';
import { LineTooLongError, MAX_LINE_BYTES } from './line-block-reader.js';
import { rowParsers, type PollLimits } from './row-parsers.js';

const MAX_REJECT_LENGTH = 2_000;

/** The position at which reading continues in a file whose start was read before. */
export interface ResumePoint {
  readonly layout: CsvLayout;
  /** Lines that were read, the header included. */
  readonly lines: number;
}

export interface CsvContents {
  readonly layout: CsvLayout;
  /** Every row once, usable or not. Fails with `UnreadableFile` where the file can't be read on. */
  readonly batches: AsyncIterable<readonly StagedRow[]>;
  /** Lines that were read so far, the header included. */
  linesRead(): number;
}

/**
 * Reads a CSV from blocks of complete lines: UTF-8 with or without a byte order mark, any line ends.
 * @throws {UnreadableFileError} if its header fits none of the three kinds
 */
export async function readCsv(
  blocks: AsyncIterable<Buffer>,
  limits: PollLimits,
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
  return { layout: reader.layout!, batches, linesRead: () => reader.lines };
}

async function* prepend<T>(first: T, rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

const QUOTE = 0x22;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/** Parses blocks of lines into rows. */
class RowReader {
  layout: CsvLayout | undefined;
  lines: number;
  private rows: StagedRow[] = [];
  private readonly parsers: ReturnType<typeof rowParsers>;

  constructor(limits: PollLimits, resumePoint: ResumePoint | undefined) {
    this.parsers = rowParsers(limits);
    this.layout = resumePoint?.layout;
    this.lines = resumePoint?.lines ?? 0;
  }

  async *batches(blocks: AsyncIterable<Buffer>): AsyncGenerator<StagedRow[], void> {
    try {
      yield* this.read(blocks[Symbol.asyncIterator]());
    } catch (error) {
      throw this.toUnreadableFile(error);
    }
  }

  /** Without quotes, a CSV is lines and commas. Splitting it is ten times as fast as csv-parse. */
  private async *read(blocks: AsyncIterator<Buffer>): AsyncGenerator<StagedRow[], void> {
    for (let next = await blocks.next(); next.done !== true; next = await blocks.next()) {
      const block = this.lines === 0 ? withoutByteOrderMark(next.value) : next.value;
      if (block.includes(QUOTE)) return yield* this.parse(block, blocks);
      for (const line of splitLines(block.toString())) {
        this.lines++;
        if (line !== '') this.take(line.split(','));
      }
      yield this.flush();
    }
  }

  /** From the first quote on, csv-parse reads the rest of the file: a field may span lines. */
  private async *parse(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<StagedRow[], void> {
    const linesBefore = this.lines;
    const parser = parse({
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: MAX_LINE_BYTES,
      on_record: (record: string[], { lines }) => {
        this.lines = linesBefore + lines;
        this.take(record);
        return null;
      },
    });
    const ended = finished(parser.resume());
    // Handled where it is awaited, below.
    ended.catch(() => undefined);
    for await (const block of prepend(first, rest)) {
      await Promise.race([write(parser, block), ended]);
      yield this.flush();
    }
    parser.end();
    await ended;
    this.lines = linesBefore + parser.info.lines;
    yield this.flush();
  }

  private take(record: string[]): void {
    if (this.layout === undefined) this.layout = detectLayout(record);
    else this.rows.push(this.row(this.layout, record));
  }

  private row({ kind, positions }: CsvLayout, record: string[]): StagedRow {
    const { lines: line } = this;
    const row =
      record.length === positions.length
        ? this.parsers[kind](line, record, positions)
        : { problem: `the row has ${record.length} fields, the header has ${positions.length}` };
    return 'problem' in row ? { line, reason: row.problem, row: toRejectText(record) } : row;
  }

  private flush(): StagedRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  /** Turns parser errors into problems of the file; other errors stay as they are. */
  private toUnreadableFile(error: unknown): unknown {
    const tooLong = `is longer than ${MAX_LINE_BYTES >> 20} MB: is a quote never closed?`;
    if (error instanceof LineTooLongError) return new UnreadableFileError(`line ${this.lines + 1} ${tooLong}`);
    if (!(error instanceof CsvError)) return error;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
      return new UnreadableFileError('the file ends inside a quoted field: a quote is never closed');
    }
    return new UnreadableFileError(
      error.code === 'CSV_MAX_RECORD_SIZE' ? `line ${this.lines + 1} ${tooLong}` : error.message,
    );
  }
}

/** Writes a block to the parser, and waits until it is processed. */
function write(parser: Parser, block: Buffer): Promise<unknown> {
  return new Promise((resolve) => parser.write(block, resolve));
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

function toRejectText(record: readonly string[]): string {
  const text = stringify([record.map((value) => value.slice(0, MAX_REJECT_LENGTH))], { eof: false });
  return truncate(text.replaceAll('\0', '\uFFFD'), MAX_REJECT_LENGTH);
}
