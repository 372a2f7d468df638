import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isNotFound } from '../files/directory.js';
import { CSV_MEDIA_TYPE } from './csv-stream.js';
import { matchesIfNoneMatch } from './etag.js';
import { Problem } from './problems/problem.js';

/** A complete CSV. Its hash is its ETag. */
export interface CsvFile {
  /** The path of a file, or the bytes. */
  readonly content: string | Buffer;
  /** The file name under which clients save it. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Answers with a file: 200, 304 if the client has it, or 206 with a single range. */
export async function sendCsv(request: FastifyRequest, reply: FastifyReply, file: CsvFile): Promise<void> {
  const etag = `"${file.sha256}"`;
  void reply
    .header('etag', etag)
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'private, no-cache')
    .header('content-disposition', `attachment; filename="${file.name}"`);
  if (matchesIfNoneMatch(request.headers['if-none-match'], etag)) {
    await reply.status(304).send();
    return;
  }
  if (typeof file.content === 'string') await assertFileExists(file.content);
  const range = parseRange(request, etag, file.bytes);
  if (range === 'unsatisfiable') {
    void reply.removeHeader('content-disposition').header('content-range', `bytes */${file.bytes}`);
    throw new Problem(416, `The file has ${file.bytes} bytes; the requested range lies outside.`);
  }
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  if (range !== null) void reply.status(206).header('content-range', `bytes ${start}-${end}/${file.bytes}`);
  await reply
    .type(CSV_MEDIA_TYPE)
    .header('content-length', end - start + 1)
    .send(
      typeof file.content === 'string'
        ? createReadStream(file.content, { start, end })
        : file.content.subarray(start, end + 1),
    );
}

/** Returns the requested range; null for the whole file, which is also sent for ranges that are not understood. */
function parseRange(request: FastifyRequest, etag: string, bytes: number): ByteRange | 'unsatisfiable' | null {
  const ifRange = request.headers['if-range'];
  if (ifRange !== undefined && ifRange !== etag) return null;
  const match = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return null;
  const [first, last] = [match[1]!, match[2]!];
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (first !== '' && last !== '' && Number(first) > Number(last)) return null;
  return start > end ? 'unsatisfiable' : { start, end };
}

async function assertFileExists(path: string): Promise<void> {
  try {
    await (await open(path, 'r')).close();
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new Problem(410, 'The report was made, but its file is no longer in REPORTS_DIR. Ask for the report again.');
  }
}
