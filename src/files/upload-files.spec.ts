import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY, MINUTE, type Instant } from '../domain/time/instant.js';
import { UploadFiles } from './upload-files.js';

const NOW: Instant = Date.UTC(2026, 0, 2) * 1000;

let directory: string;
let uploads: UploadFiles;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'storelight-uploads-'));
  uploads = new UploadFiles(directory);
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const store = async (name: string, modifiedAt: Instant) => {
  await writeFile(uploads.path(name), 'content');
  await utimes(uploads.path(name), modifiedAt / 1e6, modifiedAt / 1e6);
};

describe('an uploaded file', () => {
  it('exists from when it is received until it is removed', async () => {
    expect(await uploads.exists('a')).toBe(false);
    await uploads.receive('a', Readable.from([Buffer.from('content')]));
    expect(await uploads.exists('a')).toBe(true);
    await uploads.remove('a');
    expect(await uploads.exists('a')).toBe(false);
  });

  it('is abandoned after a day, unless an import waits for it', async () => {
    const [old, recent] = [NOW - DAY - MINUTE, NOW - DAY + MINUTE];
    await store('old', old);
    await store('waiting', old);
    await store('recent', recent);
    await store('waiting.draft', old);
    await uploads.removeAbandoned(NOW, async (importId) => importId.startsWith('waiting'));
    expect((await readdir(directory)).sort()).toEqual(['recent', 'waiting']);
  });

  it('may be gone before it is found to be abandoned', async () => {
    await rm(directory, { recursive: true });
    await uploads.removeAbandoned(NOW, async () => false);
    await writeFile(directory, 'a file at the path of the directory');
    await uploads.removeAbandoned(NOW, async () => false);
  });
});
