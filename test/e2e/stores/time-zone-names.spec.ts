import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours, importText, instant, polls, rowsOf, zones } from '../../support/data/importing.js';
import { query } from '../../support/system/query.js';
import { useSystem } from '../../support/system/use-system.js';

const NOW = instant('2026-06-18T00:00:00Z');

const REQUEST = { asOf: '2026-06-17T16:00:00Z', storeIds: ['london-grill', 'london-ref'] };

const system = useSystem({ clock: () => NOW });
const { http } = system;

const importFixture = async (name: string) =>
  importText(system.database, await readFile(`test/fixtures/files/zone-name-not-iana/${name}.csv`), undefined, NOW);

const zoneOf = async (storeId: string) => {
  const { timeZone, timeZoneAssumed } = (await http.get(`/stores/${storeId}`)).body;
  return { timeZone, timeZoneAssumed };
};

const BST = 'is not an IANA time zone such as America/Chicago (perhaps Europe/London)';

beforeAll(async () => {
  await importFixture('polls');
  await importFixture('hours');
  await system.startWorker();
});

describe('a file with time zones', () => {
  it('takes IANA names only, and has a hint for BST', async () => {
    const { importId, inserted, rejected, storesWithAssumedTimeZone } = await importFixture('zones');
    expect({ inserted, rejected, storesWithAssumedTimeZone }).toEqual({
      inserted: 1,
      rejected: 1,
      storesWithAssumedTimeZone: 1,
    });
    const { text } = await http.get(`/imports/${importId}/rejects`);
    expect(text).toContain(`"timezone_str ""BST"" ${BST}"`);
    expect(await zoneOf('london-grill')).toEqual({ timeZone: 'America/Chicago', timeZoneAssumed: true });

    const report = await http.report(REQUEST);
    const csv = (await http.get(report.csv.url)).text;
    expect(csv).toContain('london-ref,0.00,3.50,3.50,60.00,4.50,4.50\n');
    expect(csv).not.toContain('london-grill,0.00,8.00');
  });

  it('takes names of Windows for their usual IANA zone, and warns', async () => {
    const imported = await importText(
      system.database,
      zones('w1,Central Standard Time', 'w2,UTC', 'w3,W. Europe Standard Time', 'w4,Middle-earth Standard Time'),
      undefined,
      NOW,
    );
    expect(imported).toMatchObject({ inserted: 3, rejected: 1 });
    expect((await http.get(`/imports/${imported.importId}`)).body.warnings).toEqual([
      {
        warning: 'timezone_str is a name of Windows, not of the IANA database; its usual IANA zone was taken',
        count: 2,
        example: { line: 2, value: 'Central Standard Time: America/Chicago' },
      },
    ]);
    expect(await zoneOf('w1')).toEqual({ timeZone: 'America/Chicago', timeZoneAssumed: false });
    expect(await zoneOf('w3')).toEqual({ timeZone: 'Europe/Berlin', timeZoneAssumed: false });
  });
});

describe('a store without a time zone', () => {
  const rowsOfReport = async (reportId: string, query = '') => http.get(`/reports/${reportId}/rows${query}`);

  it('is counted in an import that names it, until it has one', async () => {
    const assumed = async (text: string) =>
      (await importText(system.database, text, undefined, NOW)).storesWithAssumedTimeZone;
    const ofPolls = (...ids: string[]) => polls(...ids.map((id) => `${id},2026-06-17 12:00:00 UTC,active`));
    expect(await assumed(ofPolls('p1', 'p2', 'p2', 'p3'))).toBe(3);
    expect(await assumed(zones('p1,UTC', 'p2,PST'))).toBe(1);
    expect(await assumed(hours('p1,0,09:00,17:00', 'p2,0,09:00,17:00'))).toBe(1);
    expect(await assumed(zones('p1,PST', 'never-seen,PST', 'p3,Asia/Tokyo'))).toBe(1);
    expect(await assumed(ofPolls('p1', 'p3'))).toBe(0);
  });

  it('is shown in the rows of a report and counted in its detail, also when it has one since', async () => {
    const report = await http.report(REQUEST);
    expect(report.storesWithAssumedTimeZone).toBe(1);
    const rows = (await rowsOfReport(report.reportId)).body.items;
    expect(rows.map(({ storeId, timeZoneAssumed }: any) => [storeId, timeZoneAssumed])).toEqual([
      ['london-grill', true],
      ['london-ref', false],
    ]);
    const wide = (await rowsOfReport(report.reportId, '?format=csv')).text;
    expect(
      wide
        .trim()
        .split('\n')
        .map((line) => line.split(',').at(-1)),
    ).toEqual(['time_zone_assumed', 'true', 'false']);

    await http.send('PATCH', '/stores/london-grill', { timeZone: 'Europe/London' });
    const { body } = await http.post(`/reports/${report.reportId}/remake`);
    const remade = await http.waitUntilEnded(body.reportId);
    expect(remade).toMatchObject({ storesWithAssumedTimeZone: 1, csv: { sha256: report.csv.sha256 } });
    expect((await rowsOfReport(remade.reportId, '?format=csv')).text).toBe(wide);
    expect((await http.report(REQUEST)).storesWithAssumedTimeZone).toBe(0);
    await http.send('PATCH', '/stores/london-grill', { timeZone: null });
  });

  it('is not counted twice if its report is retried', async () => {
    const report = await http.report(REQUEST);
    await rowsOf(
      system.database,
      `update report set status = 'Failed', error = 'no luck', stores_failed = 1 where report_id = '${report.reportId}'`,
    );
    await query(
      system.ownerUrl,
      `update report_row set error = 'no luck', up_us = '{}', down_us = '{}', unobserved_us = '{}'
       where report_id = '${report.reportId}' and time_zone_assumed`,
    );
    await http.post(`/reports/${report.reportId}/retry`);
    expect(await http.waitUntilEnded(report.reportId)).toMatchObject({
      status: 'Complete',
      storesWithAssumedTimeZone: 1,
      csv: { sha256: report.csv.sha256 },
    });
  });

  it('of a report from before this was recorded is not known', async () => {
    const { reportId } = await http.report(REQUEST);
    await query(
      system.ownerUrl,
      `with rows as (update report_row set time_zone_assumed = null where report_id = '${reportId}')
       update report set stores_with_assumed_time_zone = null where report_id = '${reportId}'`,
    );
    expect((await http.get(`/reports/${reportId}`)).body.storesWithAssumedTimeZone).toBeNull();
    const rows = (await rowsOfReport(reportId)).body.items;
    expect(rows.map(({ timeZoneAssumed }: any) => timeZoneAssumed)).toEqual([null, null]);
  });
});

describe('a request with a time zone', () => {
  it.each([
    ['POST', '/stores', { storeId: 'new', timeZone: 'BST' }],
    ['PATCH', '/stores/london-ref', { timeZone: 'BST' }],
  ])('that only ICU knows is rejected: %s %s', async (method, path, body) => {
    expect(await http.send(method, path, body)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'timeZone', message: `"BST" ${BST}` }] },
    });
  });

  it('takes links of the IANA database, and any case', async () => {
    for (const timeZone of ['Asia/Calcutta', 'US/Central', 'EST5EDT', 'america/chicago']) {
      const { body } = await http.send('PATCH', '/stores/london-ref', { timeZone });
      expect(body).toMatchObject({ timeZone, timeZoneAssumed: false });
    }
  });

  it('takes a name of Windows, and returns the IANA name', async () => {
    const { body } = await http.post('/stores', { storeId: 'office', timeZone: 'GMT Standard Time' });
    expect(body).toMatchObject({ timeZone: 'Europe/London' });
    const changed = await http.send('PATCH', '/stores/office', { timeZone: 'Tokyo Standard Time' });
    expect(changed.body).toMatchObject({ timeZone: 'Asia/Tokyo' });
  });
});

describe('a store in a zone that is not in the time zone data', () => {
  beforeAll(async () => {
    await rowsOf(
      system.database,
      `update store_time_zone set time_zone = 'BST'
       where until_version is null and store_key = (select key from store where external_id = 'london-ref')`,
    );
  });

  const reason = 'BST is not an IANA time zone of the time zone data in use (2026f)';

  it('has a row without numbers in a report, with the reason', async () => {
    const report = await http.report(REQUEST);
    expect(report).toMatchObject({ status: 'Complete', failedStores: [{ storeId: 'london-ref', reason }] });
  });

  it('has no uptime, and the response says what to do', async () => {
    const answer = await http.get('/stores/london-ref/uptime?from=2026-06-17T08:00:00Z&to=2026-06-17T16:00:00Z');
    expect(answer).toMatchObject({ status: 422, body: { detail: `${reason}. PATCH the store to another zone.` } });
  });
});
