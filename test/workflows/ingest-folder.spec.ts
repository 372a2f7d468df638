import { gzipSync } from 'node:zlib';
import { readFile, utimes } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { FileImportResult } from '../../src/domain/import.js';
import { importFolder } from '../../src/temporal/folder-import.js';
import { hours, NOW, polls, rowsOf, zones } from '../support/data/importing.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem({ perTest: true });

beforeEach(async () => {
  await system.startWorker();
});

const ingest = () => importFolder(system.temporal.client, system.config.taskQueue, () => undefined);

const statuses = async () => (await ingest()).map(({ fileName, status }) => `${fileName} ${status}`);

/** Writes a file with a modification time in the past, or just now. */
const write = async (name: string, content: string | Buffer, when: 'a while ago' | 'just now' = 'a while ago') => {
  const file = await system.folder.write(`data/${name}`, content);
  const modifiedAt = NOW / 1_000_000 - (when === 'just now' ? 1 : 3_600);
  await utimes(file, modifiedAt, modifiedAt);
  return file;
};

describe('importing a folder', () => {
  it('that does not exist imports nothing', async () => {
    expect(await ingest()).toEqual([]);
  });

  it('imports its CSV files by name and ignores other files', async () => {
    await write('b.csv', zones('1,UTC'));
    await write('A.CSV', polls('1,2023-01-22 12:00:00 UTC,active'));
    await write('notes.txt', 'not for us');
    await write('older/c.csv', zones('2,UTC'));
    expect(await statuses()).toEqual(['A.CSV Complete', 'b.csv Complete']);
  });

  it('imports the CSV files in ZIP archives, and again when an archive changes', async () => {
    const archive = await readFile('test/fixtures/files/zip/store-data.zip');
    await write('a.csv', zones('1,UTC'));
    await write('b.zip', archive, 'just now');
    await write('c.zip', archive.subarray(0, 300), 'just now');
    const zipped = ['b.zip/data/Menu hours.csv', 'b.zip/data/timezones.csv'];
    expect(await statuses()).toEqual(['a.csv Complete', ...zipped.map((name) => `${name} Complete`), 'c.zip Waiting']);
    expect(
      await rowsOf(
        system.database,
        `select bytes::integer, bytes_read::integer from import where file_name like '%.zip/%'`,
      ),
    ).toEqual([
      [65, 65],
      [39, 39],
    ]);
    await write('c.zip', await readFile('test/fixtures/files/zip/no-csv.zip'));
    const again = ['a.csv Unchanged', ...zipped.map((name) => `${name} Unchanged`)];
    expect(await statuses()).toEqual([...again, 'c.zip Failed']);
    expect(await statuses()).toEqual([...again, 'c.zip Unchanged']);
    await write('b.zip', archive);
    await write('c.zip', archive.subarray(0, 300));
    const outcomes = await ingest();
    expect(outcomes.slice(1)).toMatchObject([
      { fileName: zipped[0], status: 'Complete', unchanged: 1 },
      { fileName: zipped[1], status: 'Complete', unchanged: 1 },
      { fileName: 'c.zip', status: 'Failed', error: expect.stringMatching(/can't be unpacked .*is it whole/) },
    ]);
  });

  it('imports two files of a kind one after the other', async () => {
    await write('1.csv', polls('a,2023-01-22 12:00:00 UTC,active', 'a,2023-01-22 13:00:00 UTC,active'));
    await write('2.csv', polls('a,2023-01-22 13:00:00 UTC,inactive', 'a,2023-01-22 14:00:00 UTC,active'));
    expect(await ingest()).toMatchObject([
      { inserted: 2, corrected: 0 },
      { inserted: 1, corrected: 1 },
    ]);
  });

  it('continues after a file that fails, and says what was expected', async () => {
    await write('1-empty.csv', '');
    await write('2-other.csv', 'name,colour\nrose,red\n');
    await write('3-cut.csv.gz', gzipSync(zones('1,UTC')).subarray(0, -9));
    await write('4-good.csv', hours('1,0,09:00,17:00'));
    const outcomes = await ingest();
    expect(outcomes.map(({ status }) => status)).toEqual(['Failed', 'Failed', 'Failed', 'Complete']);
    expect(outcomes.map(({ error }) => error)).toEqual([
      expect.stringContaining('the file is empty'),
      expect.stringContaining('the header "name", "colour" matches no kind of file'),
      expect.stringContaining("can't be unzipped"),
      null,
    ]);
    expect(await rowsOf(system.database, 'select external_id from store')).toEqual([['1']]);
  });

  it('reads a file again when its content changed, and only then', async () => {
    const file = await write('zones.csv', zones('1,UTC'));
    expect(await statuses()).toEqual(['zones.csv Complete']);
    expect(await statuses()).toEqual(['zones.csv Unchanged']);

    await utimes(file, new Date(), new Date('2023-01-01'));
    expect(await statuses()).toEqual(['zones.csv Unchanged']);
    expect(await rowsOf(system.database, 'select count(*)::integer from import')).toEqual([[1]]);

    await write('zones.csv', zones('1,Asia/Tokyo', '2,UTC'));
    expect(await ingest()).toMatchObject([{ status: 'Complete', inserted: 1, corrected: 1 }]);
  });

  it('tries a file that was refused again when it changed', async () => {
    await write('zones.csv', 'store,zone\n');
    expect(await statuses()).toEqual(['zones.csv Failed']);
    expect(await ingest()).toMatchObject([{ status: 'Unchanged', error: expect.stringContaining('no kind of file') }]);
    await write('zones.csv', zones('1,UTC'));
    expect(await statuses()).toEqual(['zones.csv Complete']);
  });

  it('by two workers at once imports each row once', async () => {
    const rows = [...madeUpPolls(2_000, 5)];
    await write('polls.csv', rows.join(''));
    await system.startWorker();
    const results = await Promise.all(
      ['one', 'other'].map((workflowId) =>
        system.temporal.client.workflow.execute('ingestFolder', { workflowId, taskQueue: system.config.taskQueue }),
      ),
    );
    const [one, other] = (results as FileImportResult[][]).map(([file]) => file!);
    expect(one!.inserted + other!.inserted).toBe(10_000);
    expect([one!.rejected, one!.corrected, other!.rejected, other!.corrected]).toEqual([0, 0, 0, 0]);
    expect(
      await rowsOf(system.database, 'select count(*)::integer, count(distinct (store_key, at))::integer from poll'),
    ).toEqual([[10_000, 10_000]]);
    expect(await rowsOf(system.database, 'select count(*)::integer from data_version')).toEqual([[1]]);
  });

  it('is done once for several requests at once', async () => {
    await write('zones.csv', zones('1,UTC'));
    const [one, other] = await Promise.all([ingest(), ingest()]);
    expect(other).toEqual(one);
    expect(await rowsOf(system.database, 'select count(*)::integer from import')).toEqual([[1]]);
  });
});
