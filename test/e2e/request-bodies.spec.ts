import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem();
const { http } = system;

const JSON_TYPE = 'application/json';
const NDJSON_TYPE = 'application/x-ndjson';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const poll = (storeId: string, minute = 0) => ({ storeId, at: `2023-01-23T10:${10 + minute}:00Z`, status: 'active' });

const ndjson = (...polls: unknown[]) => polls.map((line) => `${JSON.stringify(line)}\n`).join('');

const push = (body: unknown, headers: Record<string, string>) => http.post('/polls', body, headers);

const gzipped = { 'content-type': NDJSON_TYPE, 'content-encoding': 'gzip' };

describe('a gzipped body', () => {
  it('of NDJSON is unpacked', async () => {
    const answer = await push(gzipSync(ndjson(poll('ndjson'), poll('ndjson', 1))), gzipped);
    expect(answer).toMatchObject({ status: 200, body: { inserted: 2, rejected: 0 } });
  });

  it.each(['gzip', 'GZIP', 'x-gzip', 'identity, gzip'])('of JSON, as %s, is unpacked', async (encoding) => {
    const body = gzipSync(JSON.stringify([poll(`json ${encoding}`)]));
    const answer = await push(body, { 'content-type': JSON_TYPE, 'content-encoding': encoding });
    expect(answer).toMatchObject({ status: 200, body: { inserted: 1 } });
  });

  it('of several members is unpacked to its end', async () => {
    const members = [0, 1, 2].map((minute) => gzipSync(ndjson(poll('members', minute))));
    expect(await push(Buffer.concat(members), gzipped)).toMatchObject({ status: 200, body: { inserted: 3 } });
  });

  it('is unpacked by other routes, too', async () => {
    const body = gzipSync(JSON.stringify({ storeId: 'posted' }));
    const answer = await http.post('/stores', body, { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({ status: 201, body: { storeId: 'posted' } });
  });

  it.each([
    ['that is not gzip', Buffer.from(ndjson(poll('corrupt')))],
    ['that is cut off', gzipSync(ndjson(poll('corrupt'))).subarray(0, 40)],
    ['with a changed byte', changed(gzipSync(ndjson(poll('corrupt'), poll('corrupt', 1))))],
    ['with something after its end', Buffer.concat([gzipSync(ndjson(poll('corrupt'))), Buffer.from('more')])],
  ])('%s is refused as such', async (_what, body) => {
    expect(await push(body, gzipped)).toMatchObject({
      status: 400,
      body: { status: 400, detail: expect.stringMatching(/^The body can't be unpacked as gzip: /) },
    });
    expect((await http.get('/stores/corrupt')).status).toBe(404);
  });

  it('that becomes larger than a body may be is refused as that', async () => {
    const body = gzipSync(Buffer.alloc(40 << 20, ' '));
    expect(body.length).toBeLessThan(100_000);
    expect(await push(body, gzipped)).toMatchObject({
      status: 413,
      body: { detail: expect.stringMatching(/larger than 32 MB when it is unpacked/) },
    });
  });
});

describe('a body with another encoding', () => {
  const brotli = brotliCompressSync(ndjson(poll('brotli')));

  it.each(['br', 'zstd', 'deflate', 'gzip, gzip', 'gzip, br'])('%s is refused', async (encoding) => {
    const answer = await push(brotli, { 'content-type': NDJSON_TYPE, 'content-encoding': encoding });
    expect(answer).toMatchObject({ status: 415, body: { detail: expect.stringContaining(`"${encoding}"`) } });
    expect(answer.body.detail).toMatch(/gzip/);
    expect(answer.headers.get('accept-encoding')).toBe('gzip');
  });

  it('is refused for uploads, whose files may be gzipped one by one', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x', 'content-encoding': 'gzip' };
    const answer = await http.post('/imports', gzipSync('--x--'), headers);
    expect(answer).toMatchObject({ status: 415, body: { detail: expect.stringMatching(/Gzip the files instead/) } });
    expect(answer.headers.get('accept-encoding')).toBe('identity');
  });
});

describe('a body with a byte order mark', () => {
  it.each([
    ['NDJSON', NDJSON_TYPE, ndjson(poll('bom-lines'), poll('bom-lines', 1))],
    ['JSON', JSON_TYPE, JSON.stringify([poll('bom-array'), poll('bom-array', 1)])],
  ])('is read, as %s', async (_what, type, text) => {
    const answer = await push(Buffer.from(`\uFEFF${text}`), { 'content-type': type });
    expect(answer).toMatchObject({ status: 200, body: { inserted: 2, rejected: 0 } });
  });
});

describe('a body of a media type that the route does not take', () => {
  it.each([
    ['POST', '/polls', FORM_TYPE, /takes application\/json or application\/x-ndjson.*curl.*-H/],
    ['POST', '/polls', 'text/plain', /takes application\/json or application\/x-ndjson/],
    ['POST', '/polls', 'text/csv', /not "text\/csv"/],
    ['POST', '/polls', 'nonsense', /not "nonsense"/],
    ['POST', '/polls', 'multipart/form-data; boundary=x', /takes application\/json or application\/x-ndjson/],
    ['POST', '/polls', 'application/problem+json', /takes application\/json or/],
    ['POST', '/reports', FORM_TYPE, /takes application\/json, not/],
    ['POST', '/reports', NDJSON_TYPE, /takes application\/json, not/],
    ['POST', '/reports/x/cancel', FORM_TYPE, /takes application\/json, not/],
    ['POST', '/stores', FORM_TYPE, /takes application\/json, not/],
    ['PATCH', '/stores/x', 'text/plain', /takes application\/json, not/],
    ['PUT', '/stores/x/business-hours', 'multipart/form-data; boundary=x', /takes application\/json, not/],
    ['POST', '/schedules/report-hourly/pause', FORM_TYPE, /takes application\/json, not/],
    ['POST', '/store/get_report', FORM_TYPE, /takes application\/json, not/],
    ['POST', '/imports', JSON_TYPE, /takes multipart\/form-data, not "application\/json".*curl -F file=@/],
  ])('%s %s of %s is refused, and the answer says what is taken', async (method, path, type, detail) => {
    const answer = await http.send(method, path, JSON.stringify(poll('type')), { 'content-type': type });
    expect(answer).toMatchObject({ status: 415, body: { status: 415, detail: expect.stringMatching(detail) } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('names the types in Accept', async () => {
    const answer = await push('x', { 'content-type': 'text/csv' });
    expect(answer.headers.get('accept')).toBe(`${JSON_TYPE}, ${NDJSON_TYPE}`);
  });

  it.each(['/polls', '/reports', '/imports'])('is refused without a content type, too: %s', async (path) => {
    expect(await http.post(path, Buffer.from(JSON.stringify(poll('none'))))).toMatchObject({
      status: 415,
      body: { detail: expect.stringMatching(/but the request has no Content-Type/) },
    });
  });
});

describe('an empty body', () => {
  it.each([FORM_TYPE, JSON_TYPE, 'text/plain'])('is no body, whatever its type: %s', async (type) => {
    const answer = await http.post('/schedules/report-hourly/resume', '', { 'content-type': type });
    expect(answer.status).not.toBe(415);
    expect(answer.status).not.toBe(400);
  });
});

describe('a path that does not exist', () => {
  it('is not found, whatever is sent', async () => {
    const answer = await http.post('/nowhere', '{', { 'content-type': FORM_TYPE, 'content-encoding': 'br' });
    expect(answer.status).toBe(404);
  });
});

/** Changes a byte in the middle. */
function changed(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const middle = bytes.length >> 1;
  copy[middle] = copy[middle]! ^ 0xff;
  return copy;
}
