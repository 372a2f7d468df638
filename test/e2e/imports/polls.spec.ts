import { describe, expect, it } from '@jest/globals';
import { rowsOf } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

const poll = (storeId: string, at: string, status = 'active') => ({ storeId, at, status });

const currentPolls = (storeId: string) =>
  rowsOf(
    system.database,
    `select at::text, active from poll join store on key = store_key
     where external_id = '${storeId}' and until_version is null order by at`,
  );

const newestVersion = async () => (await http.get('/health/ready')).body.dataVersion;

describe('pushing polls', () => {
  it('accepts one poll of an unknown store, and responds after the commit', async () => {
    expect(await http.post('/polls', poll('one', '2023-01-23T10:14:00.000001Z'))).toMatchObject({
      status: 200,
      body: { inserted: 1, unchanged: 0, corrected: 0, rejected: 0, dataVersion: expect.any(Number) },
    });
    expect(await currentPolls('one')).toEqual([['2023-01-23 10:14:00.000001+00', true]]);
    expect((await http.get('/stores/one')).body.newestPoll).toEqual({
      at: '2023-01-23T10:14:00.000001Z',
      status: 'active',
    });
  });

  it('accepts an array', async () => {
    const body = [poll('two', '2023-01-23T10:00:00Z'), poll('two', '2023-01-23T12:00:00+01:00', ' INACTIVE ')];
    expect(await http.post('/polls', body)).toMatchObject({ status: 200, body: { inserted: 2 } });
    expect(await currentPolls('two')).toEqual([
      ['2023-01-23 10:00:00+00', true],
      ['2023-01-23 11:00:00+00', false],
    ]);
  });

  it('accepts NDJSON', async () => {
    const lines = [
      '',
      JSON.stringify(poll('three', '2023-01-23T10:00:00Z')),
      ' ',
      JSON.stringify(poll('three', '2023-01-23T11:00:00Z')),
      '',
    ];
    const answer = await http.post('/polls', lines.join('\r\n'), { 'content-type': 'application/x-ndjson' });
    expect(answer).toMatchObject({ status: 200, body: { inserted: 2 } });
  });

  it('again changes nothing and creates no data version', async () => {
    const body = [poll('again', '2023-01-23T10:00:00Z')];
    await http.post('/polls', body);
    const version = await newestVersion();
    expect((await http.post('/polls', body)).body).toMatchObject({ inserted: 0, unchanged: 1, dataVersion: null });
    expect(await newestVersion()).toBe(version);
  });

  it('ten times at once has the effect of once', async () => {
    const body = Array.from({ length: 100 }, (_, i) => poll(`ten-${i % 10}`, `2023-01-23T10:00:${10 + (i % 50)}Z`));
    const answers = await Promise.all(Array.from({ length: 10 }, () => http.post('/polls', body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const sum = (field: string) => answers.reduce((total, { body: pushed }) => total + pushed[field], 0);
    expect(sum('inserted')).toBe(50);
    expect(sum('unchanged')).toBe(950);
    expect(answers.filter(({ body: pushed }) => pushed.dataVersion !== null)).toHaveLength(1);
  });

  it('corrects a status, as another data version', async () => {
    await http.post('/polls', poll('corrected', '2023-01-23T10:00:00Z'));
    expect((await http.post('/polls', poll('corrected', '2023-01-23T10:00:00Z', 'inactive'))).body).toMatchObject({
      inserted: 0,
      corrected: 1,
      dataVersion: await newestVersion(),
    });
    expect(await currentPolls('corrected')).toEqual([['2023-01-23 10:00:00+00', false]]);
  });

  it('accepts the valid polls, and gives the reasons for the others', async () => {
    const answer = await http.post('/polls', [
      poll('partly', '2023-01-23T10:00:00Z'),
      { storeId: 'partly', at: '2023-01-23T10:00:00Z' },
      poll('partly', '2023-01-23T10:00:00'),
      poll('partly', '2023-01-23T10:00:00Z', 'asleep'),
      poll('', '2023-01-23T10:00:00Z'),
      poll('partly', '2023-02-01T00:05:00.000001Z'),
      { ...poll('partly', '2023-01-23T10:00:00Z'), source: 'x' },
      'partly',
      poll('partly', '2023-01-23T11:00:00Z'),
    ]);
    expect(answer).toMatchObject({ status: 207, body: { inserted: 2, rejected: 7 } });
    expect(answer.body.errors).toEqual([
      { index: 1, reason: expect.stringMatching(/^status: .*expected string/) },
      { index: 2, reason: expect.stringMatching(/^at: "2023-01-23T10:00:00" has no time zone/) },
      { index: 3, reason: 'status: "asleep" is neither active nor inactive' },
      { index: 4, reason: 'storeId: is empty' },
      { index: 5, reason: 'at: is more than five minutes ahead of the clock' },
      { index: 6, reason: '"source" is not known here; known are storeId, at, status, reason' },
      { index: 7, reason: expect.stringMatching(/expected object/) },
    ]);
  });

  it('accepts the lines around one that is not JSON', async () => {
    const lines = [
      JSON.stringify(poll('lines', '2023-01-23T10:00:00Z')),
      '{"storeId":',
      JSON.stringify(poll('lines', '2023-01-23T11:00:00Z')),
    ];
    expect(await http.post('/polls', lines.join('\n'), { 'content-type': 'application/x-ndjson' })).toMatchObject({
      status: 207,
      body: { inserted: 2, rejected: 1, errors: [{ index: 1, reason: 'the line is not JSON' }] },
    });
  });

  it('accepts 50,000 polls at once, and the next report uses all of them', async () => {
    const body = Array.from({ length: 50_000 }, (_, i) =>
      poll(`many-${i % 500}`, `2023-01-${10 + (i % 20)}T${10 + (i % 13)}:00:${10 + (i % 49)}Z`),
    );
    const { status, body: pushed } = await http.post('/polls', body);
    expect(status).toBe(200);
    expect(pushed.inserted + pushed.unchanged).toBe(50_000);
  });

  it.each([
    ['no JSON', '{', 400, /JSON/, {}],
    ['what is no poll', '7', 422, /The poll can't be used: .*expected object/, {}],
    [
      'only polls that can not be used',
      [{ storeId: 'x' }, 1],
      422,
      /None of the 2 polls .* at: expected is an instant/,
      {},
    ],
    ['50,001 polls', Array(50_001).fill({}), 413, /50001 polls are too many for one push: send at most 50000/, {}],
    ['another kind of body', 'store_id', 415, /./, { 'content-type': 'text/csv' }],
  ])('refuses %s', async (_what, body, status, detail, headers) => {
    const version = await newestVersion();
    const answer = await http.post('/polls', body, headers);
    expect(answer.body).toMatchObject({ status, detail: expect.stringMatching(detail) });
    expect(answer.status).toBe(status);
    expect(await newestVersion()).toBe(version);
  });

  it('accepts an empty array', async () => {
    expect(await http.post('/polls', [])).toMatchObject({ status: 200, body: { inserted: 0, dataVersion: null } });
  });
});
