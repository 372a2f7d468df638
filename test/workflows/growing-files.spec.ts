import { appendFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { importFolder } from '../../src/temporal/folder-import.js';
import { NOW, rowsOf } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem({ perTest: true });
let file: string;
let seconds = 0;

beforeEach(async () => {
  await system.startWorker();
  file = await system.folder.write('data/log.csv', '');
});

const HEADER = 'store_id,timestamp_utc,status\n';

/** The clock of these tests is in 2023, so the modification time must be set. */
const touch = (secondsAgo: number) => utimes(file, NOW / 1e6 - secondsAgo, NOW / 1e6 - secondsAgo + ++seconds / 1e3);

const ingest = async (secondsAgo = 1): Promise<any> => {
  await touch(secondsAgo);
  return (await importFolder(system.temporal.client, system.config.taskQueue, () => undefined))[0];
};

const polls = () =>
  rowsOf(
    system.database,
    `select external_id, to_char(at, 'HH24:MI'), active from poll join store on key = store_key
     where until_version is null order by at`,
  );

const imports = () =>
  rowsOf(system.database, `select bytes::integer, rows_read, status from import order by started_at, rows_read desc`);

describe('a growing poll log', () => {
  it('is read from where it ended', async () => {
    const [first, second] = ['a,2023-01-22 12:00 UTC,active\n', 'a,2023-01-22 13:00 UTC,inactive\nnonsense\n'];
    await writeFile(file, HEADER + first);
    expect(await ingest()).toMatchObject({ status: 'Complete', rowsRead: 1, inserted: 1 });
    await appendFile(file, second);
    expect(await ingest()).toMatchObject({ status: 'Complete', rowsRead: 2, inserted: 1, rejected: 1 });
    expect(await polls()).toEqual([
      ['a', '12:00', true],
      ['a', '13:00', false],
    ]);
    expect(await rowsOf(system.database, 'select bytes::integer from import order by bytes')).toEqual(
      [HEADER.length + first.length, second.length].sort((a, b) => a - b).map((bytes) => [bytes]),
    );
    expect(await rowsOf(system.database, 'select line, row from import_reject')).toEqual([[4, 'nonsense']]);
  });

  it('is read completely if its start has changed', async () => {
    await writeFile(file, `${HEADER}a,2023-01-22 12:00 UTC,active\n`);
    await ingest();
    await writeFile(file, `${HEADER}b,2023-01-22 12:00 UTC,active\nb,2023-01-22 13:00 UTC,active\n`);
    expect(await ingest()).toMatchObject({ status: 'Complete', rowsRead: 2, inserted: 2 });
  });

  it('is read completely if it became shorter', async () => {
    await writeFile(file, `${HEADER}a,2023-01-22 12:00 UTC,active\na,2023-01-22 13:00 UTC,active\n`);
    await ingest();
    await writeFile(file, `${HEADER}a,2023-01-22 12:00 UTC,inactive\n`);
    expect(await ingest()).toMatchObject({ status: 'Complete', rowsRead: 1, corrected: 1 });
  });

  it('is read up to its last complete line while it is written, and the rest later', async () => {
    await writeFile(file, `${HEADER}a,2023-01-22 12:00 UTC,active\na,2023-01-22 13:0`);
    expect(await ingest()).toMatchObject({ status: 'Complete', rowsRead: 1, rejected: 0 });
    expect(await ingest()).toMatchObject({ status: 'Waiting', rowsRead: 0 });
    await appendFile(file, '5 UTC,inactive\n');
    expect(await ingest()).toMatchObject({ status: 'Complete', rowsRead: 1, inserted: 1 });
    expect(await ingest()).toMatchObject({ status: 'Unchanged' });
    expect(await polls()).toEqual([
      ['a', '12:00', true],
      ['a', '13:05', false],
    ]);
    expect(await imports()).toHaveLength(2);
  });

  it('is not read while its header is written', async () => {
    await writeFile(file, 'store_id,timest');
    expect(await ingest()).toMatchObject({ status: 'Waiting' });
    expect(await imports()).toEqual([]);
    await writeFile(file, `${HEADER}a,2023-01-22 12:00 UTC,active\n`);
    expect(await ingest()).toMatchObject({ status: 'Complete', rowsRead: 1 });
  });

  it('is read with an unfinished last line once it has not changed for a minute', async () => {
    await writeFile(file, `${HEADER}a,2023-01-22 12:00 UTC,active\na,2023-01-22 13:00 UTC,active`);
    expect(await ingest(1)).toMatchObject({ status: 'Complete', rowsRead: 1 });
    expect(await ingest(90)).toMatchObject({ status: 'Complete', rowsRead: 1, inserted: 1 });
    await appendFile(file, '\na,2023-01-22 14:00 UTC,active\n');
    expect(await ingest()).toMatchObject({ status: 'Complete', rowsRead: 2, inserted: 1, unchanged: 1 });
    expect(await polls()).toHaveLength(3);
  });

  it('is read completely once more if an earlier version read it to its end', async () => {
    await writeFile(file, `${HEADER}a,2023-01-22 12:00 UTC,active\n`);
    await ingest();
    await rowsOf(system.database, 'update source_file set bytes_read = null, lines_read = null');
    await appendFile(file, 'a,2023-01-22 13:00 UTC,active\n');
    expect(await ingest()).toMatchObject({ status: 'Complete', rowsRead: 2, inserted: 1, unchanged: 1 });
  });
});

describe('a gzipped file', () => {
  const zipped = () => path.join(system.config.dataDir, 'zipped.csv.gz');
  const ingestAll = () => importFolder(system.temporal.client, system.config.taskQueue, () => undefined);

  it('is imported, and again when it has changed', async () => {
    await writeFile(file, HEADER);
    await writeFile(zipped(), gzipSync(`${HEADER}a,2023-01-22 12:00 UTC,active\na,2023-01-22 13:00 UTC,active`));
    expect((await ingestAll())[1]).toMatchObject({ fileName: 'zipped.csv.gz', status: 'Complete', inserted: 2 });
    expect((await ingestAll())[1]).toMatchObject({ status: 'Unchanged' });
    await writeFile(zipped(), gzipSync(`${HEADER}a,2023-01-22 12:00 UTC,inactive\n`));
    expect((await ingestAll())[1]).toMatchObject({ status: 'Complete', corrected: 1 });
  });

  it('that is cut off is refused, and says why', async () => {
    await writeFile(file, HEADER);
    const bytes = gzipSync(`${HEADER}${'a,2023-01-22 12:00 UTC,active\n'.repeat(1_000)}`);
    await writeFile(zipped(), bytes.subarray(0, bytes.length - 10));
    expect((await ingestAll())[1]).toMatchObject({
      status: 'Failed',
      error: expect.stringMatching(/can't be unzipped.*is it whole\?/),
    });
    expect(await polls()).toEqual([]);
  });
});
