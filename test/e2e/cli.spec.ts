import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureSchedules } from '../../src/temporal/schedules.js';
import { freePort } from '../../dev/processes/ports.js';
import { hours, polls, rowsOf, zones } from '../support/data/importing.js';
import { runStorelight } from '../support/client/storelight.js';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem();

beforeAll(async () => {
  await system.startWorker();
  await ensureSchedules(system.temporal.client, system.config);
});

/** Runs the command in the folder of this test, as a script would. */
const storelight = (...args: string[]) => storelightWith('', ...args);

/** The same, with something typed. */
const storelightWith = (input: string, ...args: string[]) =>
  runStorelight(args, { STORELIGHT_URL: system.url, INIT_CWD: system.folder.path }, input);

describe('storelight import', () => {
  it('uploads files, waits until they are imported, and prints the result of each', async () => {
    await system.folder.write('polls.csv', polls('a,2023-01-24 12:00 UTC,active', 'a,never,active'));
    await system.folder.write('hours.csv.gz', gzipSync(hours('a,1,09:00,17:00')));
    const { code, output, remarks } = await storelight('import', 'polls.csv', 'hours.csv.gz');
    expect(output.split('\n')).toEqual([
      'polls.csv  polls: 2 rows, 1 new, 1 rejected',
      'hours.csv.gz  business-hours: 1 row, 1 new',
      '',
    ]);
    expect(remarks).toMatch(/what was rejected: http.*\/imports\/.*\/rejects/);
    expect(code).toBe(0);
  });

  it('ends with 1 if one of them could not be imported, and says why', async () => {
    await system.folder.write('bad.csv', 'name,colour\n');
    await system.folder.write('zones.csv', zones('b,Asia/Tokyo'));
    const { code, output, remarks } = await storelight('import', 'bad.csv', 'zones.csv');
    expect(output).toMatch(
      /^bad.csv {2}not imported: the header .* matches no kind.*\nzones.csv {2}time-zones: 1 row, 1 new\n$/,
    );
    expect(remarks).toMatch(/storelight: 1 of 2 files could not be imported\n$/);
    expect(code).toBe(1);
  });

  it('answers with JSON for scripts, or at once with ids', async () => {
    const { output } = await storelight('--json', 'import', 'zones.csv');
    expect(JSON.parse(output)).toMatchObject([{ fileName: 'zones.csv', status: 'Complete', unchanged: 1 }]);
    expect((await storelight('import', '--no-wait', 'zones.csv')).output).toMatch(/^[0-9a-f-]{36} {2}zones.csv\n$/);
  });

  it('ends with 1 if no row of a file could be used', async () => {
    await system.folder.write('all-rejected.csv', await readFile('test/fixtures/files/all-rejected-exit-0/polls.csv'));
    const { code, output, remarks } = await storelight('import', 'all-rejected.csv', 'zones.csv');
    expect(output).toMatch(/^all-rejected.csv {2}polls: 2 rows, 0 new, 2 rejected\nzones.csv .*\n$/);
    expect(remarks).toMatch(
      /rejected, 2 rows: timestamp_utc "..." is not an instant.* Line 2: zz,1\/25\/2023 18:13,active/,
    );
    expect(remarks).toMatch(/storelight: no row could be used of all-rejected.csv\n$/);
    expect(code).toBe(1);
  });

  it('with --strict ends with 1 if any row was rejected', async () => {
    const { code, output, remarks } = await storelight('import', '--strict', 'polls.csv');
    expect(output).toMatch(/^polls.csv {2}polls: 2 rows, 0 new, 1 known, 1 rejected\n$/);
    expect(remarks).toMatch(/storelight: rejected, and --strict is set: 1 row\n$/);
    expect(code).toBe(1);
    expect(await storelight('import', '--strict', 'zones.csv')).toMatchObject({ code: 0 });
    expect(await storelight('import', '--strict', '--no-wait', 'zones.csv')).toMatchObject({ code: 2 });
  });

  it('prints warnings, and the columns that are not read', async () => {
    await system.folder.write('excel.csv', 'store_id,timezone_str,note\n9.20033E+18,UTC,x\n');
    const { code, remarks } = await storelight('import', 'excel.csv');
    expect(remarks).toMatch(/columns that are not read: note\n/);
    expect(remarks).toMatch(/warning, 1 row: store_id looks like .* Line 2: 9.20033E\+18\n/);
    expect(code).toBe(0);
  });

  it('prints which Windows names were taken, why a zone was not, and how many stores have none', async () => {
    await system.folder.write(
      'windows.csv',
      'store_id,timezone_str\n9.20033E+18,Central Standard Time\nwithout-polls,PST\n',
    );
    const { code, remarks } = await storelight('import', 'windows.csv');
    expect(remarks).toMatch(
      /warning, 1 row: timezone_str is a name of Windows.* Central Standard Time: America\/Chicago\n/,
    );
    expect(remarks).toMatch(/rejected, 1 row: timezone_str .* \(perhaps America\/Los_Angeles\)\. Line/);
    expect(remarks).toMatch(/stores without a time zone, for which one is assumed: 1\n/);
    expect(code).toBe(0);
  });

  it('of a missing file imports nothing', async () => {
    expect(await storelight('import', 'zones.csv', 'missing.csv')).toMatchObject({
      code: 1,
      output: '',
      remarks: expect.stringMatching(/storelight: missing.csv can't be read/),
    });
  });
});

describe('storelight report', () => {
  it('prints the CSV and nothing else', async () => {
    const { code, output } = await storelight('report', '--as-of', '2023-01-24T12:30:00Z', '--store', 'a', 'b');
    expect(output.trim().split('\n')).toEqual([
      expect.stringMatching(/^store_id,uptime_last_hour_minutes,/),
      expect.stringMatching(/^a,/),
      expect.stringMatching(/^b,/),
    ]);
    expect(code).toBe(0);
  });

  it('writes it to a file, completely or not at all', async () => {
    const { output } = await storelight('report', '--out', 'out.csv');
    expect(output).toMatch(/^out.csv {2}3 stores as of 2023-01-24T12:00:00.000000Z, report [0-9a-f-]{36}\n$/);
    expect(await readFile(path.join(system.folder.path, 'out.csv'), 'utf8')).toMatch(/^store_id,/);
    const failed = await storelight('report', '--out', 'no-such-folder/out.csv');
    expect(failed).toMatchObject({ code: 1, remarks: expect.stringMatching(/out.csv could not be written/) });
    expect((await readdir(system.folder.path)).filter((name) => name.endsWith('.draft'))).toEqual([]);
  });

  it('prints the report as JSON', async () => {
    const { output } = await storelight('report', '--json', '--interpolation', 'previous', '--reach-hours', '2');
    expect(JSON.parse(output)).toMatchObject({
      status: 'Complete',
      request: { interpolation: 'previous', reachHours: 2 },
    });
  });

  it('accepts other windows', async () => {
    const { output } = await storelight('report', '--window', 'PT1H', 'P30D');
    expect(output.split('\n')[0]).toBe(
      'store_id,uptime_PT1H_minutes,uptime_P30D_hours,downtime_PT1H_minutes,downtime_P30D_hours',
    );
  });

  it('prints the problem that the API returns', async () => {
    expect(await storelight('report', '--store', 'nobody')).toMatchObject({
      code: 1,
      output: '',
      remarks: expect.stringMatching(/^storelight: Unknown stores/),
    });
  });
});

describe('storelight stores', () => {
  it('shows all or some of them in columns', async () => {
    const { output } = await storelight('stores');
    expect(output.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['STORE', 'TIME ZONE', 'HOURS', 'NEWEST POLL'],
      ['9.20033E+18', 'America/Chicago', 'always open', 'none'],
      ['a', 'America/Chicago (assumed)', 'known', '2023-01-24T12:00:00.000000Z', 'active'],
      ['b', 'Asia/Tokyo', 'always open', 'none'],
      [''],
    ]);
    expect((await storelight('stores', 'b')).output.trim().split('\n')).toHaveLength(2);
    expect(JSON.parse((await storelight('stores', '--json', '--limit', '1')).output)).toMatchObject([
      { storeId: '9.20033E+18' },
    ]);
    expect(await storelight('stores', 'c')).toMatchObject({ code: 1, remarks: expect.stringMatching(/no store "c"/) });
  });
});

describe('storelight stores delete', () => {
  let others: string[];

  const storeIds = async (): Promise<string[]> =>
    (await system.http.get('/stores')).body.items.map(({ storeId }: any) => storeId);

  beforeEach(async () => {
    others = (await storeIds()).filter((storeId) => !/^[dx]/.test(storeId));
    for (const storeId of ['d1', 'd2', 'd30', 'x*']) await system.http.post('/stores', { storeId });
  });

  it('deletes those that are named, after their number was typed', async () => {
    expect(await storelightWith('2\n', 'stores', 'delete', 'd1', 'd2', 'd1')).toMatchObject({
      code: 0,
      output: 'd1\nd2\n',
      remarks: expect.stringMatching(/2 stores would be deleted.*\nType the number.*\n.*2 stores deleted\n$/s),
    });
    expect(await storeIds()).toEqual([...others, 'd30', 'x*']);
  });

  it.each(['', '\n', 'y\n', '3\n'])('deletes nothing without the number: %j', async (typed) => {
    expect(await storelightWith(typed, 'stores', 'delete', 'd1', 'd2')).toMatchObject({
      code: 1,
      output: '',
      remarks: expect.stringMatching(/nothing was deleted: the answer was not 2/),
    });
    expect(await storeIds()).toContain('d1');
  });

  it('deletes those that match a pattern, and shows them before by a dry run', async () => {
    expect(await storelight('stores', 'delete', '--matching', 'd?', '--dry-run')).toMatchObject({
      code: 0,
      output: 'd1\nd2\n',
      remarks: '2 stores would be deleted\n',
    });
    expect(await storeIds()).toContain('d1');
    expect(await storelight('stores', 'delete', '--matching', 'd?', '--yes')).toMatchObject({
      code: 0,
      output: 'd1\nd2\n',
    });
    expect((await storelight('--json', 'stores', 'delete', '--matching', '*d*', '--yes')).output).toBe(
      '[\n  "d30"\n]\n',
    );
    expect((await storelight('stores', 'delete', 'x*', '--yes')).output).toBe('x*\n');
    expect(await storeIds()).toEqual(others);
  });

  it('shows and deletes ids with line breaks, which earlier versions took', async () => {
    await rowsOf(system.database, `update store set external_id = E'x\\ny' where external_id = 'x*'`);
    expect((await storelight('stores')).output).toContain('\n"x\\ny" ');
    expect((await storelight('stores', 'delete', '--matching', '*\n*', '--yes')).output).toBe('"x\\ny"\n');
    expect(await storeIds()).not.toContain('x\ny');
  });

  it('deletes nothing if a store is not known, or if none matches', async () => {
    expect(await storelight('stores', 'delete', '--yes', 'd1', 'nobody')).toMatchObject({
      code: 1,
      output: '',
      remarks: expect.stringMatching(/no store "nobody"/),
    });
    expect(await storelight('stores', 'delete', '--yes', '--matching', 'nobody*')).toMatchObject({
      code: 1,
      remarks: 'storelight: no store matches "nobody*"\n',
    });
    expect(await storeIds()).toContain('d1');
  });
});

describe('storelight schedules', () => {
  it('shows, pauses, resumes and triggers them', async () => {
    expect((await storelight('schedules')).output).toMatch(/ingest-hourly +5 \* \* \* \* +active +20\d\d-/);
    expect((await storelight('schedules', 'pause', 'ingest-hourly', '--note', 'moving')).output).toBe(
      'ingest-hourly  paused\n',
    );
    expect((await storelight('schedules')).output).toMatch(/ingest-hourly +5 \* \* \* \* +paused/);
    expect((await storelight('schedules', 'resume', 'ingest-hourly')).output).toBe('ingest-hourly  resumed\n');
    expect((await storelight('schedules', 'trigger', 'ingest-hourly')).output).toBe('ingest-hourly  triggered\n');
    expect(JSON.parse((await storelight('schedules', '--json')).output)).toMatchObject([
      { scheduleId: 'ingest-hourly' },
      { scheduleId: 'report-hourly' },
      { scheduleId: 'reconcile' },
      { scheduleId: 'reject-retention-daily' },
      { scheduleId: 'audit-retention-daily' },
    ]);
    expect((await storelight('schedules', 'pause', 'nobody')).code).toBe(1);
  });
});

describe('storelight', () => {
  it('has help for each command', async () => {
    for (const args of [['--help'], ['import', '--help'], ['report', '--help'], ['schedules', 'pause', '--help']]) {
      expect(await storelight(...args)).toMatchObject({ code: 0, output: expect.stringMatching(/^Usage: storelight/) });
    }
  });

  it.each([
    [['reprot'], /unknown command 'reprot'.*report/s],
    [['import'], /missing required argument 'file'/],
    [['report', '--reach-hours', 'many'], /must be a whole number/],
    [['stores', '--limit', '0'], /must be a whole number from 1 on/],
    [['stores', '--colour'], /unknown option '--colour'/],
    [['stores', 'delete'], /name the stores, or a pattern by --matching/],
    [['stores', 'delete', 'a', '--matching', '*'], /name the stores, or a pattern by --matching/],
  ])('%j ends with 2 and says how it is used', async (args, remark) => {
    expect(await storelight(...args)).toMatchObject({ code: 2, output: '', remarks: expect.stringMatching(remark) });
  });

  it('ends with 3 if nothing answers', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await storelight('stores', '--url', url)).toMatchObject({
      code: 3,
      output: '',
      remarks: `storelight: nothing answers at ${url}: start Storelight there, or name another place with --url\n`,
    });
  });
});
