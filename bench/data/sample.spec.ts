import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { fileURLToPath } from 'node:url';
import { writeSample } from './sample.js';

const SHIPPED = fileURLToPath(new URL('../../data', import.meta.url));
const FILES = ['menu_hours.csv', 'store_status.csv', 'timezones.csv'];

let made: string;
beforeAll(async () => {
  made = await mkdtemp(path.join(tmpdir(), 'storelight-sample-'));
  await writeSample(made);
});
afterAll(() => rm(made, { recursive: true }));

const text = (folder: string, file: string) => readFile(path.join(folder, file), 'utf8');
const rows = async (file: string) => parse(await text(made, file)).slice(1);
const namedIn = async (file: string) => new Set((await rows(file)).map(([id]) => id!));

describe('the sample', () => {
  test.each(FILES)('is made again byte for byte: %s', async (file) => {
    expect((await text(made, file)) === (await text(SHIPPED, file))).toBe(true);
  });

  test('is smaller than a megabyte', async () => {
    const sizes = await Promise.all(
      (await readdir(made)).map(async (file) => (await stat(path.join(made, file))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(1_000_000);
  });

  test('contains the stores of its description', async () => {
    const [hours, polls, zones] = await Promise.all(FILES.map(namedIn));
    const known = new Set([...hours!, ...polls!, ...zones!]);
    const described = [...(await text(SHIPPED, 'README.md')).matchAll(/^- `([\w-]+)`:/gm)].map(([, id]) => id!);
    expect(described).toHaveLength(13);
    for (const id of described) expect(known).toContain(id);
    expect(known.size).toBe(60);

    expect(polls).not.toContain('florist-without-polls');
    expect(hours).not.toContain('kiosk-without-hours');
    expect(zones).not.toContain('cafe-without-zone');
    expect(hours).not.toContain('locker-without-hours-or-zone');
    expect(zones).not.toContain('locker-without-hours-or-zone');
  });
});
