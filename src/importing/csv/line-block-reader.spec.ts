import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { LineTooLongError, LineBlockReader, type LineBlockOptions } from './line-block-reader.js';

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

async function read(chunks: readonly (string | Buffer)[], lastLine: LineBlockOptions['lastLine'] = 'take') {
  const text = new LineBlockReader(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), {
    lastLine,
    unpackedLimitBytes: 1 << 20,
  });
  const blocks: string[] = [];
  for await (const block of text.blocks()) blocks.push(block.toString());
  return { blocks, ...text.end() };
}

/** A text with all ends of lines, cut anywhere. */
const cutText = fc
  .array(fc.constantFrom('a', 'bc', ',', '\n', '\r\n', '\r'), { maxLength: 30 })
  .chain((parts) => fc.tuple(fc.constant(parts.join('')), fc.array(fc.nat(60), { maxLength: 5 })))
  .map(([text, cuts]) => {
    const places = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
    return { text, chunks: places.slice(1).map((place, index) => text.slice(places[index], place)) };
  });

describe('a file that is read in blocks of lines', () => {
  it('is complete, in blocks that end with lines', async () => {
    await fc.assert(
      fc.asyncProperty(cutText, async ({ text, chunks }) => {
        const { blocks, bytes, endsInLine, ...read_ } = await read(chunks);
        expect(blocks.join('')).toBe(text);
        for (const block of blocks.slice(0, -1)) expect(block).toMatch(/[\r\n]$/);
        expect(blocks.some((block, index) => block.endsWith('\r') && blocks[index + 1]?.startsWith('\n'))).toBe(false);
        expect(endsInLine).toBe(/[^\r\n]$/.test(text));
        expect(read_.sha256).toBe(sha256(text.slice(0, bytes)));
      }),
    );
  });

  it('ends with its last complete line if the rest is left', async () => {
    await fc.assert(
      fc.asyncProperty(cutText, async ({ text, chunks }) => {
        const whole = text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
        expect(await read(chunks, 'leave')).toMatchObject({
          bytes: whole.length,
          sha256: sha256(whole),
          endsInLine: false,
        });
        expect((await read(chunks, 'leave')).blocks.join('')).toBe(whole);
      }),
    );
  });

  it('is unzipped; the bytes are those of the file', async () => {
    const zipped = gzipSync('a\nb\n');
    expect(await read([zipped.subarray(0, 5), zipped.subarray(5)])).toEqual({
      blocks: ['a\nb\n'],
      bytes: zipped.length,
      sha256: sha256(zipped),
      endsInLine: false,
      isPlain: false,
    });
  });

  it.each([
    ['is cut off', (zipped: Buffer) => zipped.subarray(0, -6)],
    ['is damaged', (zipped: Buffer) => zipped.fill(0xff, 12, 20)],
  ])('that %s can not be unzipped, which says so', async (_what, damage) => {
    const zipped = gzipSync('a,b,c\n'.repeat(10_000));
    await expect(read([damage(zipped)])).rejects.toThrow(/the file can't be unzipped \(.+\): is it whole\?/);
  });

  it('has no line of more than sixteen megabytes', async () => {
    const piece = Buffer.alloc(1 << 20, 'x');
    await expect(read(Array.from({ length: 17 }, () => piece))).rejects.toThrow(LineTooLongError);
  });

  it('passes on the error of its source, zipped or not', async () => {
    const breaking = (first: Buffer) =>
      Readable.from(
        (async function* () {
          yield first;
          throw new Error('the disk is gone');
        })(),
      );
    for (const first of [Buffer.from('a\n'), gzipSync('a\n'.repeat(1_000)).subarray(0, 20)]) {
      const text = new LineBlockReader(breaking(first), { lastLine: 'take', unpackedLimitBytes: 1 << 20 });
      const reading = async () => {
        for await (const block of text.blocks()) expect(block.length).toBeGreaterThan(0);
      };
      await expect(reading()).rejects.toThrow('the disk is gone');
    }
  });
});
