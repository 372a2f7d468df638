import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { requestHead, sendSlowly } from '../../support/client/slow-sender.js';
import { importText, polls } from '../../support/data/importing.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const system = useSystem({ environment: { REQUEST_TIMEOUT_SECONDS: '1' } });

const JSON_BODY = { 'content-type': 'application/json', 'content-length': 1_000 };
const BOUNDARY = 'boundary';
const UPLOAD = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
const FILE_START = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="polls.csv"\r\n\r\n`;
const FILE_END = `\r\n--${BOUNDARY}--\r\n`;

/** A chunk of a body of unknown length; an empty one ends it. */
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const problemOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
/** A file of rows, in parts of two kilobytes. */
const partsOfFile = (count: number) => {
  const row = '2023-01-24 12:00:00.000000 UTC,active';
  const rows = Array.from({ length: 30 }, (_, index) => `${'s'.repeat(28)}${index},${row}\r\n`).join('');
  return ['store_id,timestamp_utc,status\r\n', ...Array<string>(count).fill(rows)];
};

beforeAll(async () => {
  await importText(system.database, polls('a,2023-01-24 12:00 UTC,active'));
});

describe('a client that is too slow', () => {
  it('is cut while it sends its headers a byte at a time', async () => {
    const answer = await sendSlowly(
      system.url,
      'GET /stores HTTP/1.1\r\nhost: localhost\r\nx-long: aaaaaaaaaaaaaaaa',
      100,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(problemOf(answer)).toMatchObject({ status: 408, detail: 'The request did not arrive in time.' });
  });

  it('is cut if it sends nothing at all', async () => {
    expect(await sendSlowly(system.url, [], 0)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is cut while it sends a body a byte at a time', async () => {
    const answer = await sendSlowly(
      system.url,
      [requestHead('POST /polls', JSON_BODY), ...Array<string>(1_000).fill('[')],
      50,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(problemOf(answer)).toEqual({
      type: 'about:blank',
      title: 'Request Timeout',
      status: 408,
      detail:
        'The body of the request did not arrive within a second (REQUEST_TIMEOUT_SECONDS). Send it faster, or in parts.',
    });
  });

  it('is cut while it sends an upload a byte at a time, of which nothing stays', async () => {
    const head = requestHead('POST /imports', { ...UPLOAD, 'transfer-encoding': 'chunked' });
    const bytes = Array<string>(1_000).fill(chunk('x'));
    const answer = await sendSlowly(system.url, [head, chunk(FILE_START), ...bytes], 50);
    expect(problemOf(answer)).toMatchObject({ status: 408, detail: expect.stringContaining('Less than 1024 bytes') });
    await waitFor('the file to be removed', async () => {
      const files = await readdir(system.config.uploadsDir).catch(() => []);
      return files.length === 0;
    });
  });

  it.each([
    ['POST /imports', { ...UPLOAD, 'transfer-encoding': 'chunked' }],
    ['POST /polls', { ...JSON_BODY, 'transfer-encoding': 'chunked', 'content-length': '' }],
    ['POST /nothing', { ...JSON_BODY, 'transfer-encoding': 'chunked', 'content-length': '' }],
  ])('is cut while it sends a body that nobody wants: %s without a key', async (line, headers) => {
    await withSystem({ environment: { AUTH: 'required', REQUEST_TIMEOUT_SECONDS: '1' } }, async ({ url }) => {
      const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
      const bytes = Array<string>(1_000).fill(chunk('x'.repeat(2_000)));
      const answer = await sendSlowly(url, [requestHead(line, sent), ...bytes], 50);
      expect(answer).toMatch(/^HTTP\/1\.1 (401|408) /);
    });
  });
});

describe('a client that is not too slow', () => {
  it('may upload for longer than the timeout, if the upload goes on', async () => {
    const parts = partsOfFile(20).map(chunk);
    const head = requestHead('POST /imports', { ...UPLOAD, 'transfer-encoding': 'chunked', connection: 'close' });
    const began = performance.now();
    const answer = await sendSlowly(system.url, [head, chunk(FILE_START), ...parts, chunk(FILE_END), chunk('')], 150);
    expect(answer).toMatch(/^HTTP\/1\.1 202 /);
    expect(performance.now() - began).toBeGreaterThan(3_000);
  });

  it('may wait for an answer for longer than the timeout', async () => {
    const reportId = await system.http.trigger({});
    const { status, body } = await system.http.post(`/reports/${reportId}/cancel`, {});
    expect([status, body.status]).toEqual([200, 'Running']);
  });
});
