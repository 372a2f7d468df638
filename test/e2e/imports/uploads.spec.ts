import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours, polls, rowsOf, zones } from '../../support/data/importing.js';
import { madeUpPolls } from '../../support/data/made-up-polls.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';
import { importEnd, sendMultipart, upload, uploadAndWait } from '../../support/client/upload.js';

const MULTIPART = { 'content-type': 'multipart/form-data; boundary=x' };

const system = useSystem({ environment: { UPLOAD_LIMIT_MB: '1' } });
const { http } = system;

beforeAll(async () => {
  await system.startWorker();
});

const waiting = () => readdir(system.config.uploadsDir).catch(() => []);
const imports = async () => (await http.get('/imports?limit=100')).body.items;

describe('an upload', () => {
  it('is answered at once with an import, which then completes', async () => {
    const text = polls('a,2023-01-22 12:00 UTC,active', 'a,never,active');
    const answer = await upload(system.url, ['january.csv', text]);
    expect(answer).toMatchObject({
      status: 202,
      body: {
        importId: expect.any(String),
        status: 'Running',
        imports: [{ fileName: 'january.csv', status: 'Running' }],
      },
    });
    const { importId } = answer.body;
    expect(answer.headers.get('location')).toBe(`/imports/${importId}`);
    expect(await importEnd(system.url, importId)).toMatchObject({
      status: 'Complete',
      source: 'upload',
      kind: 'polls',
      fileName: 'january.csv',
      bytes: text.length,
      bytesRead: text.length,
      rowsRead: 2,
      inserted: 1,
      rejected: 1,
      durationMs: expect.any(Number),
    });
    expect((await http.get(`/imports/${importId}/rejects`)).text).toContain('a,never,active');
    expect((await http.get('/stores/a')).body.newestPoll).toMatchObject({ at: '2023-01-22T12:00:00.000000Z' });
    await waitFor('the file to be removed', async () => (await waiting()).length === 0);
  });

  it('may hold several files, of any kinds, which are imported in their order', async () => {
    const imported = await uploadAndWait(
      system.url,
      ['zones.csv', zones('b,Asia/Tokyo')],
      ['hours.csv', hours('b,0,09:00,17:00')],
      ['1.csv', polls('b,2023-01-22 12:00 UTC,active')],
      ['2.csv', polls('b,2023-01-22 12:00 UTC,inactive')],
    );
    expect(imported.map(({ kind, inserted, corrected }) => [kind, inserted, corrected])).toEqual([
      ['time-zones', 1, 0],
      ['business-hours', 1, 0],
      ['polls', 1, 0],
      ['polls', 0, 1],
    ]);
    expect((await http.get('/stores/b')).body).toMatchObject({
      timeZone: 'Asia/Tokyo',
      newestPoll: { status: 'inactive' },
    });
  });

  it('may be gzipped', async () => {
    const text = polls('c,2023-01-22 12:00 UTC,active');
    expect(await uploadAndWait(system.url, ['polls.csv.gz', gzipSync(text)])).toMatchObject([
      { status: 'Complete', inserted: 1 },
    ]);
  });

  it('changes nothing when repeated, unless its content was corrected meanwhile', async () => {
    const text = polls('d,2023-01-22 12:00 UTC,active', 'd,2023-01-22 13:00 UTC,active');
    await uploadAndWait(system.url, ['d.csv', text]);
    const again = { status: 'Complete', kind: 'polls', rowsRead: 2, inserted: 0, unchanged: 2, dataVersion: null };
    expect(await uploadAndWait(system.url, ['d-again.csv', text])).toMatchObject([again]);
    await http.post('/polls', { storeId: 'd', at: '2023-01-22T13:00:00Z', status: 'inactive' });
    expect(await uploadAndWait(system.url, ['d-again.csv', text])).toMatchObject([{ unchanged: 1, corrected: 1 }]);
    expect(await uploadAndWait(system.url, ['d-again.csv', text])).toMatchObject([again]);
  });

  it('of hours brings them back when repeated after they were replaced', async () => {
    const text = hours('e,0,09:00,17:00');
    await uploadAndWait(system.url, ['e.csv', text]);
    await uploadAndWait(system.url, ['e2.csv', hours('e,1,10:00,11:00')]);
    expect(await uploadAndWait(system.url, ['e.csv', text])).toMatchObject([{ corrected: 1 }]);
    expect(
      await rowsOf(
        system.database,
        `select day_of_week from business_hours join store on key = store_key
         where external_id = 'e' and until_version is null`,
      ),
    ).toEqual([[0]]);
  });

  it('may be a ZIP archive, of which each CSV file is an import of its own', async () => {
    const archive = await readFile('test/fixtures/files/zip/store-data.zip');
    expect(await uploadAndWait(system.url, ['data.zip', archive], ['zip-b.csv', zones('zip-b,UTC')])).toMatchObject([
      { fileName: 'data.zip/data/Menu hours.csv', kind: 'business-hours', status: 'Complete', inserted: 1 },
      { fileName: 'data.zip/data/timezones.csv', kind: 'time-zones', status: 'Complete', inserted: 1 },
      { fileName: 'zip-b.csv', kind: 'time-zones', status: 'Complete', inserted: 1 },
    ]);
    expect((await http.get('/stores/zip-a')).body).toMatchObject({ timeZone: 'Asia/Tokyo' });
    await waitFor('the files to be removed', async () => (await waiting()).length === 0);
  });

  it.each([
    ['that is damaged', 'store-data.zip', 300, 422, /can't be unpacked .*is it whole/],
    ['without a CSV file', 'no-csv.zip', undefined, 422, /holds no file that ends in .csv/],
    ['that unpacks to more than the limit', 'large.zip', undefined, 413, /unpacks to more than 1 MB/],
  ])(
    'that is a ZIP archive %s is refused, and nothing of it is imported',
    async (_what, name, length, status, detail) => {
      const before = await imports();
      const archive = (await readFile(`test/fixtures/files/zip/${name}`)).subarray(0, length);
      const answer = await upload(system.url, ['f.csv', zones('f,UTC')], ['my.zip', archive]);
      expect(answer).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
      expect(answer.body.detail).toMatch(/^"my.zip": .*Nothing of the upload was taken/);
      expect(await imports()).toEqual(before);
      expect(await waiting()).toEqual([]);
    },
  );

  it.each([
    ['workbook.xlsx', 'the file is an Excel workbook (xlsx): save it as CSV (UTF-8)'],
    ['sheet.ods', 'the file is an OpenDocument spreadsheet (ods): save it as CSV (UTF-8)'],
  ])('that is %s fails and says what it is', async (name, error) => {
    const content = await readFile(`test/fixtures/files/zip/${name}`);
    expect(await uploadAndWait(system.url, [name, content])).toMatchObject([{ status: 'Failed', error }]);
  });

  it.each([
    ['of another kind', 'name,colour\nrose,red\n', /no kind of file/],
    ['that is empty', '', /the file is empty/],
    ['cut off within its zipped bytes', gzipSync(zones('1,UTC')).subarray(0, -9), /can't be unzipped/],
  ])('%s fails and says why; the next file of it goes in', async (_what, content, error) => {
    const [failed, good] = await uploadAndWait(system.url, ['bad.csv', content], ['good.csv', zones('z,UTC')]);
    expect(failed).toMatchObject({ status: 'Failed', error: expect.stringMatching(error), dataVersion: null });
    expect(good).toMatchObject({ status: 'Complete', rowsRead: 1 });
  });

  it('larger than the limit is 413, and nothing of it is imported', async () => {
    const before = await imports();
    const large = polls(...Array.from({ length: 40_000 }, (_, i) => `s${i},2023-01-22 12:00 UTC,active`));
    const answer = await upload(system.url, ['small.csv', zones('f,UTC')], ['large.csv', large]);
    expect(answer).toMatchObject({
      status: 413,
      body: { detail: expect.stringMatching(/"large.csv" is larger than 1 MB.*UPLOAD_LIMIT_MB/) },
    });
    expect(await imports()).toEqual(before);
    expect(await waiting()).toEqual([]);
  });

  it('of more than a hundred files is 413, and nothing of it is imported', async () => {
    const before = await imports();
    const files = Array.from({ length: 101 }, (_, index) => [`${index}.csv`, polls('a,2023-01-22 12:00 UTC,active')]);
    const { status, body } = await upload(system.url, ...(files as [string, string][]));
    expect([status, body.detail]).toEqual([413, 'At most 100 files can be uploaded at once.']);
    expect(await imports()).toEqual(before);
    expect(await waiting()).toEqual([]);
  });

  it('that breaks off is not imported', async () => {
    const before = await imports();
    const part = `--cut\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${zones('g,UTC')}`;
    expect(await sendMultipart(system.url, part, 'end')).toBe(400);
    expect(await sendMultipart(system.url, part, 'cut')).toBe('cut');
    await waitFor('what came in to be removed', async () => (await waiting()).length === 0);
    expect(await imports()).toEqual(before);
    expect((await http.get('/stores/g')).status).toBe(404);
  });

  it.each([
    ['no multipart', '{}', { 'content-type': 'application/json' }, 415, /multipart\/form-data/],
    [
      'a CSV as it is',
      zones('1,UTC'),
      { 'content-type': 'text/csv' },
      415,
      /takes multipart\/form-data, not "text\/csv"/,
    ],
    [
      'no file in it',
      '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
      MULTIPART,
      400,
      /no file/,
    ],
    ['no boundary', 'x', { 'content-type': 'multipart/form-data' }, 400, /./],
  ])('that is %s is a problem', async (_what, body, headers, status, detail) => {
    const answer = await http.send('POST', '/imports', body, headers);
    expect(answer).toMatchObject({ status, body: { status, detail: expect.stringMatching(detail) } });
  });

  it('shows its progress while it is imported', async () => {
    await withSystem({}, async (slow) => {
      const text = [...madeUpPolls(2_000, 10)].join('');
      const { body } = await upload(slow.url, ['polls.csv', text]);
      expect((await slow.http.get(`/imports/${body.importId}`)).body).toMatchObject({
        status: 'Running',
        bytes: text.length,
        bytesRead: 0,
        finishedAt: null,
      });
      await slow.startWorker();
      expect(await importEnd(slow.url, body.importId)).toMatchObject({ rowsRead: 20_000, inserted: 20_000 });
    });
  });
});
