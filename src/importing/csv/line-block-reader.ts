import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { formatMegabytes, MEGABYTE } from '../../domain/bytes.js';
import { UnreadableFileError } from './csv-layout.js';
import { isGzip, utf16Encoding } from './file-format.js';

/** Longer lines are no valid rows; most likely a quote is never closed. */
export const MAX_LINE_BYTES = 16 * MEGABYTE;

/** A line is longer than `MAX_LINE_BYTES`. */
export class LineTooLongError extends Error {}

export function unpackedTooLarge(limitBytes: number): UnreadableFileError {
  return new UnreadableFileError(
    `the file unpacks to more than ${formatMegabytes(limitBytes)}, the most that is read (UPLOAD_LIMIT_MB): split it`,
  );
}

/** How much of a file was read. */
export interface ReadResult {
  /** Bytes up to the last line end. */
  readonly bytes: number;
  /** The hash of these bytes. */
  readonly sha256: string;
  /** Whether a last line without a line end was read, too. */
  readonly endsInLine: boolean;
  /** False if the file was compressed. */
  readonly isPlain: boolean;
}

export interface LineBlockOptions {
  /** Whether to read a last line without a line end: it may still be being written. */
  readonly lastLine: 'take' | 'leave';
  /** The bytes to which a compressed file may unpack. */
  readonly unpackedLimitBytes: number;
  /** The hash of the part of the file before `source`, to be continued. */
  readonly hash?: Hash | undefined;
}

const [LF, CR] = [0x0a, 0x0d];
const LINE_ENDS: readonly number[] = [LF, CR];

/** Reads a file, plain or gzipped, in blocks of complete lines. Counts and hashes its bytes. */
export class LineBlockReader {
  /** Bytes of the file that were read so far. */
  bytes = 0;
  private bytesWithoutEnd = 0;
  private isPlain = true;
  private readonly hash: Hash;

  constructor(
    private readonly source: Readable,
    private readonly options: LineBlockOptions,
  ) {
    this.hash = options.hash ?? createHash('sha256');
  }

  /** Returns the result. Call it once, after the last block. */
  end(): ReadResult {
    return {
      bytes: this.bytes - this.bytesWithoutEnd,
      sha256: this.hash.digest('hex'),
      endsInLine: this.bytesWithoutEnd > 0,
      isPlain: this.isPlain,
    };
  }

  async *blocks(): AsyncGenerator<Buffer> {
    const chunks = this.source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const first = await chunks.next();
    if (first.done === true) return;
    if (isGzip(first.value)) yield* this.unzip(first.value, chunks);
    else if (utf16Encoding(first.value) !== null) yield* this.transcode(first.value, chunks);
    else yield* this.plain(first.value, chunks);
  }

  private async *plain(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
    for await (const block of splitIntoLineBlocks(prepend(first, chunks), this.options.lastLine)) {
      if (LINE_ENDS.includes(block.at(-1)!)) this.take(block);
      else this.bytes += this.bytesWithoutEnd = block.length;
      yield block;
    }
  }

  /** Of a compressed file the last line is always read: a file that is cut off can't be unzipped to its end. */
  private async *unzip(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
    this.isPlain = false;
    const gunzip = createGunzip();
    const count = (chunk: Buffer): void => this.take(chunk);
    // Its errors reach the reader of `gunzip`, too.
    const fed = Promise.allSettled([pipeline(prepend(first, chunks), tap(count), gunzip)]);
    try {
      yield* splitIntoLineBlocks(withUtf8(this.limited(gunzip)), 'take');
    } catch (error) {
      if (!isZlibError(error)) throw error;
      throw new UnreadableFileError(`the file can't be unzipped (${error.message}): is it whole?`);
    } finally {
      gunzip.destroy();
      await fed;
    }
  }

  /** Of a file in UTF-16 the last line is always read, as line ends are found after the conversion to UTF-8. */
  private async *transcode(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
    this.isPlain = false;
    const count = (chunk: Buffer): void => this.take(chunk);
    yield* splitIntoLineBlocks(toUtf8(tap(count)(prepend(first, chunks)), utf16Encoding(first)!), 'take');
  }

  private async *limited(unpacked: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const { unpackedLimitBytes } = this.options;
    let bytes = 0;
    for await (const chunk of unpacked) {
      bytes += chunk.length;
      if (bytes > unpackedLimitBytes) throw unpackedTooLarge(unpackedLimitBytes);
      yield chunk;
    }
  }

  private take(bytes: Buffer): void {
    this.bytes += bytes.length;
    this.hash.update(bytes);
  }
}

async function* prepend(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function tap(onChunk: (chunk: Buffer) => void) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      onChunk(chunk);
      yield chunk;
    }
  };
}

/**
 * Splits chunks at line ends (LF, CR or CRLF) into blocks of complete lines.
 * @throws {LineTooLongError}
 */
async function* splitIntoLineBlocks(chunks: AsyncIterable<Buffer>, lastLine: 'take' | 'leave'): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of chunks) {
    const end = endOfLastLine(chunk);
    // Only the line that two chunks share is copied; joining the chunks would copy the whole file.
    const from = end > 0 && rest.length > 0 ? endOfFirstLine(chunk) : 0;
    if (from > 0) yield Buffer.concat([...rest, chunk.subarray(0, from)]);
    if (end > from) yield chunk.subarray(from, end);
    if (end > 0) [rest, restBytes] = [[], 0];
    if (end < chunk.length) rest.push(chunk.subarray(end));
    restBytes += chunk.length - end;
    if (restBytes > MAX_LINE_BYTES) throw new LineTooLongError();
  }
  const last = Buffer.concat(rest);
  const end = last.lastIndexOf(CR) + 1;
  if (end > 0) yield last.subarray(0, end);
  if (end < last.length && lastLine === 'take') yield last.subarray(end);
}

/** Returns the position after the first LF, or after the last line end if there is no LF. */
function endOfFirstLine(chunk: Buffer): number {
  const lf = chunk.indexOf(LF);
  return lf === -1 ? endOfLastLine(chunk) : lf + 1;
}

/** Returns the position after the last line end. A CR at the very end may be the start of a CRLF, so it does not count. */
function endOfLastLine(chunk: Buffer): number {
  const lf = chunk.lastIndexOf(LF);
  const cr = chunk.lastIndexOf(CR, -2);
  return Math.max(lf, chunk.length < 2 ? -1 : cr) + 1;
}

/** Converts text in UTF-16, if its byte order mark says so. */
async function* withUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const encoding = utf16Encoding(first.value);
  const all = prepend(first.value, iterator);
  yield* encoding === null ? all : toUtf8(all, encoding);
}

async function* toUtf8(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

function isZlibError(error: unknown): error is Error {
  return Error.isError(error) && 'code' in error && String(error.code).startsWith('Z_');
}
