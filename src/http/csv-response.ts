import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { matchesIfNoneMatch } from './etag.js';
import { Problem } from './problem.js';

/** A finished CSV on disk, named by its content. */
export interface CsvFile {
  readonly path: string;
  /** What the file is called where it is saved. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Answers with a file: with an ETag that is its hash, not again to who has it (304), or a single range of it (206). */
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
  await assertFileExists(file.path);
  const range = parseRange(request, etag, file.bytes);
  if (range === 'unsatisfiable') {
    void reply.removeHeader('content-disposition').header('content-range', `bytes */${file.bytes}`);
    throw new Problem(416, `The file has ${file.bytes} bytes; the range asked for lies outside.`);
  }
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  if (range !== null) void reply.status(206).header('content-range', `bytes ${start}-${end}/${file.bytes}`);
  await reply
    .type('text/csv; charset=utf-8')
    .header('content-length', end - start + 1)
    .send(createReadStream(file.path, { start, end }));
}

/** The one range that was asked for; null for the whole file, which is also the answer to what is not understood. */
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
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Problem(410, 'The report was made, but its file is no longer in REPORTS_DIR. Ask for the report again.');
  }
}
