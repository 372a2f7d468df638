import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TEMPORARY_SUFFIX, writeAtomically } from './atomic-write.js';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = path.join(await mkdtemp(path.join(tmpdir(), 'storelight-files-')), 'new folder');
  file = path.join(directory, 'report.csv');
});

afterEach(async () => {
  await rm(path.dirname(directory), { recursive: true });
});

const write = (...chunks: string[]) =>
  writeAtomically(file, (sink) => pipeline(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), sink));

describe('writing a file atomically', () => {
  it('creates its directory, and returns size and hash of the content', async () => {
    const sha256 = createHash('sha256').update('one,two').digest('hex');
    expect(await write('one,', 'two')).toEqual({ bytes: 7, sha256 });
    expect(await readFile(file, 'utf8')).toBe('one,two');
    expect(await readdir(directory)).toEqual(['report.csv']);
  });

  it('replaces an earlier file as a whole', async () => {
    await write('a longer content than the next');
    await write('short');
    expect(await readFile(file, 'utf8')).toBe('short');
  });

  it('shows only a temporary file until the content is complete', async () => {
    await writeAtomically(file, async (sink) => {
      await sink(
        (async function* () {
          yield Buffer.from('half');
          expect((await readdir(directory)).every((name) => name.endsWith(TEMPORARY_SUFFIX))).toBe(true);
          yield Buffer.from(' and half');
        })(),
      );
    });
    expect(await readFile(file, 'utf8')).toBe('half and half');
  });

  it('leaves the earlier file, and nothing else, if the content breaks off', async () => {
    await write('whole');
    const broken = writeAtomically(file, async (sink) => {
      await sink(Readable.from([Buffer.from('half')]));
      throw new Error('the database is gone');
    });
    await expect(broken).rejects.toThrow('the database is gone');
    expect(await readdir(directory)).toEqual(['report.csv']);
    expect(await readFile(file, 'utf8')).toBe('whole');
  });
});
