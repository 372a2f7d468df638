import { beforeAll, describe, expect, it } from '@jest/globals';
import { SECOND } from '../../../src/domain/time/instant.js';
import { hours, importText, NOW, polls, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;
let imports: { importId: string }[];

beforeAll(async () => {
  imports = [
    await importText(
      system.database,
      polls('a,2023-01-23 10:14:00 UTC,active', '=b,never,active', 'c,2023-01-23,maybe'),
    ),
    await importText(system.database, 'name,colour\n'),
    await importText(system.database, hours('a,0,09:00,17:00')),
    await importText(system.database, zones(...Array.from({ length: 5_100 }, (_, i) => `s${i},Mars/Olympus`))),
    await importText(system.database, hours('b,0,09:00,17:00'), undefined, NOW + SECOND),
  ];
});

describe('imports', () => {
  it('count their rows', async () => {
    expect((await http.get(`/imports/${imports[0]!.importId}`)).body).toEqual({
      importId: imports[0]!.importId,
      status: 'Complete',
      kind: 'polls',
      fileName: 'test.csv',
      source: 'upload',
      bytes: expect.any(Number),
      bytesRead: expect.any(Number),
      rowsRead: 3,
      inserted: 1,
      unchanged: 0,
      corrected: 0,
      rejected: 2,
      rejectReasons: [
        {
          reason: 'timestamp_utc "..." is not an instant such as 2023-01-22 12:09:39.388884 UTC',
          count: 2,
          example: { line: 3, row: '=b,never,active' },
        },
      ],
      rejectsDroppedAt: null,
      warnings: [],
      storesWithAssumedTimeZone: 1,
      ignoredColumns: [],
      dataVersion: 1,
      startedAt: '2023-02-01T00:00:00.000000Z',
      finishedAt: '2023-02-01T00:00:00.000000Z',
      durationMs: 0,
      error: null,
    });
  });

  it('say why they failed', async () => {
    expect((await http.get(`/imports/${imports[1]!.importId}`)).body).toMatchObject({
      status: 'Failed',
      kind: null,
      dataVersion: null,
      error: expect.stringContaining('no kind of file'),
    });
  });

  it('are listed page by page', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: any = await http.get(`/imports?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item: any) => item.importId));
      cursor = body.nextCursor;
    }
    expect(seen.sort()).toEqual(imports.map(({ importId }) => importId).sort());
  });

  it('list the rejected rows as CSV, safe for a spreadsheet', async () => {
    const answer = await http.get(`/imports/${imports[0]!.importId}/rejects`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.text.split('\n')).toEqual([
      'line,reason,row',
      `3,"timestamp_utc ""never"" is not an instant such as 2023-01-22 12:09:39.388884 UTC","'=b,never,active"`,
      expect.stringMatching(/^4,.*"c,2023-01-23,maybe"$/),
      '',
    ]);
  });

  it('list all rejected rows, however many, or only a header', async () => {
    expect((await http.get(`/imports/${imports[3]!.importId}/rejects`)).text.trim().split('\n')).toHaveLength(5_101);
    expect((await http.get(`/imports/${imports[2]!.importId}/rejects`)).text).toBe('line,reason,row\n');
  });

  it('list the rejected rows as JSON page by page, in the order of the file', async () => {
    const path = `/imports/${imports[3]!.importId}/rejects?format=json&limit=1000`;
    const seen: any[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { status, body }: any = await http.get(path + (cursor && `&cursor=${cursor}`));
      expect(status).toBe(200);
      seen.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(seen).toHaveLength(5_100);
    expect(seen.map(({ line }) => line)).toEqual(seen.map((_, index) => index + 2));
    expect(seen[0]).toEqual({ line: 2, reason: expect.stringContaining('Mars/Olympus'), row: 's0,Mars/Olympus' });
    const none = await http.get(`/imports/${imports[2]!.importId}/rejects?format=json`);
    expect(none.body).toEqual({ items: [], nextCursor: null });
  });

  it.each([
    ['status=Failed', [1]],
    ['status=Complete', [0, 2, 3, 4]],
    ['rejects=true', [0, 3]],
    ['from=2023-02-01T00:00:01Z', [4]],
    ['from=2023-02-01T00:00:00Z&rejects=true&status=Complete', [0, 3]],
    ['from=2023-02-02T00:00:00Z', []],
  ])('are filtered by %s', async (query, expected) => {
    const { body } = await http.get(`/imports?${query}`);
    const found = body.items.map((item: any) => imports.findIndex(({ importId }) => importId === item.importId));
    expect(found.sort()).toEqual(expected);
  });

  it.each([
    ['/imports?rejects=false', 400, /must be true, or left out/],
    ['/imports?status=Done', 400, /status/],
    ['/imports/4f3a5f1e-7d0c-4a39-9d86-0d5f4f7e9a11/rejects?format=json', 404, /There is no import/],
    ['/imports/42', 400, /an import id is a UUID/],
    ['/imports/4f3a5f1e-7d0c-4a39-9d86-0d5f4f7e9a11', 404, /There is no import/],
    ['/imports/4f3a5f1e-7d0c-4a39-9d86-0d5f4f7e9a11/rejects', 404, /There is no import/],
    ['/imports?cursor=W10', 400, /not a cursor of this list/],
  ])('%s is a problem', async (path, status, detail) => {
    expect(await http.get(path)).toMatchObject({ status, body: { status, detail: expect.stringMatching(detail) } });
  });
});
