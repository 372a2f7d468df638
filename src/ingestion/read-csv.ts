import type { Readable } from 'node:stream';
import { CsvError, parse, type Parser } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import type { Instant } from '../domain/instant.js';
import type { FileKind } from '../persistence/entities/import.js';
import type { StagedRow } from '../persistence/staging.js';
import { EXPECTED_HEADERS, recognise, shorten, UnreadableFile, type CsvLayout } from './csv-kind.js';
import { rowReaders } from './rows.js';

/** Rows that go on together: a hop from stream to stream costs more than a row. */
const BATCH_ROWS = 1_000;

/** A record longer than this is no row of ours, most likely a quote that is never closed. */
const LONGEST_RECORD_BYTES = 16 << 20;

const KEPT_OF_A_REJECT = 2_000;

export interface CsvContents {
  readonly kind: FileKind;
  /** Every row of the file once, usable or not. Fails with `UnreadableFile` where the file can't be read on. */
  readonly batches: AsyncIterable<readonly StagedRow[]>;
}

/**
 * Reads a CSV as a stream: UTF-8 with or without a byte order mark, any line ends.
 * @throws {UnreadableFile} where its header is of none of the three kinds
 */
export async function readCsv(source: Readable, now: Instant): Promise<CsvContents> {
  const batcher = new Batcher(now);
  const parser = parse({
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LONGEST_RECORD_BYTES,
    // What it returns goes on down the stream, whatever the library's types say of records.
    on_record: (record: string[], { lines }) => batcher.take(record, lines) as unknown as string[] | null,
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  const items = parsed(parser, batcher)[Symbol.asyncIterator]();
  const first = await items.next();
  if (first.done === true) throw new UnreadableFile(`the file is empty. ${EXPECTED_HEADERS}`);
  return { kind: first.value.kind, batches: rest(items) };
}

interface Batch {
  readonly kind: FileKind;
  readonly rows: StagedRow[];
}

/** Turns records into batches of rows, the header into an empty one. */
class Batcher {
  private layout: CsvLayout | undefined;
  private rows: StagedRow[] = [];
  private readonly readers: ReturnType<typeof rowReaders>;

  constructor(now: Instant) {
    this.readers = rowReaders(now);
  }

  take(record: string[], line: number): Batch | null {
    if (this.layout === undefined) {
      this.layout = recognise(record);
      return { kind: this.layout.kind, rows: [] };
    }
    this.rows.push(this.read(this.layout, record, line));
    return this.rows.length < BATCH_ROWS ? null : this.flush(this.layout);
  }

  last(): Batch | null {
    return this.layout === undefined || this.rows.length === 0 ? null : this.flush(this.layout);
  }

  private flush({ kind }: CsvLayout): Batch {
    const { rows } = this;
    this.rows = [];
    return { kind, rows };
  }

  private read({ kind, positions }: CsvLayout, record: string[], line: number): StagedRow {
    const row =
      record.length === positions.length
        ? this.readers[kind](
            line,
            positions.map((position) => record[position]!),
          )
        : `the row has ${record.length} fields, the header has ${positions.length}`;
    return typeof row === 'string' ? { line, reason: row, row: asKept(record) } : row;
  }
}

function asKept(record: readonly string[]): string {
  const text = stringify([record.map((value) => value.slice(0, KEPT_OF_A_REJECT))], { eof: false });
  return shorten(text.replaceAll('\0', '\uFFFD'), KEPT_OF_A_REJECT);
}

async function* parsed(parser: Parser, batcher: Batcher): AsyncGenerator<Batch> {
  try {
    for await (const batch of parser) yield batch as Batch;
  } catch (error) {
    throw error instanceof CsvError ? new UnreadableFile(explain(error)) : error;
  }
  const last = batcher.last();
  if (last !== null) yield last;
}

async function* rest(items: AsyncIterator<Batch>): AsyncGenerator<StagedRow[]> {
  for (let item = await items.next(); item.done !== true; item = await items.next()) yield item.value.rows;
}

function explain(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'the file ends inside a quoted field: a quote is never closed';
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return `line ${String(error.lines)} is longer than ${LONGEST_RECORD_BYTES >> 20} MB: is a quote never closed?`;
  }
  return error.message;
}
