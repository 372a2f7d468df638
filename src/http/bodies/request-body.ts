import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  CALENDAR_MEDIA_TYPE,
  consumedBy,
  hasBody,
  mediaTypeOf,
  MULTIPART_MEDIA_TYPE,
  NDJSON_MEDIA_TYPE,
  unsupportedMediaType,
} from './media-types.js';
import { parseNdjson } from './ndjson.js';
import { findRepeatedKey } from './repeated-key.js';
import { formatPath, Problem } from '../problems/problem.js';

const unpack = promisify(gunzip);

const GZIP_NAMES = ['gzip', 'x-gzip'];

/**
 * Reads the bodies of requests: JSON, NDJSON, or the text of a calendar, as they are or gzipped, of at most `maxBytes` also when they are unpacked.
 * An empty body is none, whatever its type. Bodies of other types and encodings are refused before they are read.
 */
export function readBodies(fastify: FastifyInstance, maxBytes: number): void {
  const parser = fastify.getDefaultJsonParser('error', 'error');
  const parseJson = (request: FastifyRequest, text: string) =>
    new Promise((resolve, reject) => {
      void parser(request, text, (error, value) => (error === null ? resolve(value) : reject(error)));
    });
  const decoder = new TextDecoder();

  fastify.addHook('onRequest', async (request) => {
    if (hasBody(request) && !request.is404) assertReadable(request);
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, received: Buffer) => {
    if (request.is404) return undefined;
    const bytes = encodingsOf(request).length === 0 ? received : await unpackBody(received, maxBytes);
    if (bytes.length === 0) return undefined;
    if (mediaTypeOf(request) === CALENDAR_MEDIA_TYPE) return decodeCalendar(bytes);
    // The decoder drops a byte order mark.
    const text = decoder.decode(bytes);
    if (mediaTypeOf(request) === NDJSON_MEDIA_TYPE) return parseNdjson(text);
    const parsed = await parseJson(request, text);
    assertKeysOnce(text);
    return parsed;
  });
}

/** @throws {Problem} 400 if an object has a key twice: one of the two values would be lost */
function assertKeysOnce(json: string): void {
  const repeated = findRepeatedKey(json);
  if (repeated === null) return;
  const path = formatPath(repeated);
  throw new Problem(400, `The body has the key ${path} twice, and only one of them could count. Nothing was changed.`, [
    { path, message: 'is there twice' },
  ]);
}

/** @throws {Problem} 400: other encodings would be read as other letters */
function decodeCalendar(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Problem(400, 'The calendar is not in UTF-8. Save it in that encoding.');
  return new TextDecoder().decode(bytes);
}

/** @throws {Problem} 415 */
function assertReadable(request: FastifyRequest): void {
  const taken = consumedBy(request);
  const mediaType = mediaTypeOf(request);
  if (mediaType === null || !taken.includes(mediaType)) throw unsupportedMediaType(request, taken);
  const encodings = encodingsOf(request);
  if (encodings.length === 0) return;
  if (mediaType === MULTIPART_MEDIA_TYPE) {
    throw unsupportedEncoding(request, 'identity', 'An upload is taken without an encoding. Gzip the files instead.');
  }
  if (encodings.length > 1 || !GZIP_NAMES.includes(encodings[0]!)) {
    throw unsupportedEncoding(request, 'gzip', 'A body is taken as it is, or gzipped once.');
  }
}

/** The encodings of a body in the order in which they were applied, without `identity`, which changes nothing. */
function encodingsOf({ headers }: FastifyRequest): string[] {
  return (headers['content-encoding'] ?? '')
    .split(',')
    .map((encoding) => encoding.trim().toLowerCase())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
}

function unsupportedEncoding({ headers }: FastifyRequest, taken: string, hint: string): Problem {
  return new Problem(
    415,
    `The Content-Encoding ${JSON.stringify(headers['content-encoding'])} is not supported here. ${hint}`,
    undefined,
    { 'accept-encoding': taken },
  );
}

/** @throws {Problem} */
async function unpackBody(packed: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await unpack(packed, { maxOutputLength: maxBytes });
  } catch (error) {
    if (!Error.isError(error) || !('code' in error)) throw error;
    if (error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Problem(413, `The body is larger than ${maxBytes >> 20} MB when it is unpacked. Send it in parts.`);
    }
    throw new Problem(400, `The body can't be unpacked as gzip: ${error.message}.`);
  }
}
