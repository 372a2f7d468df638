import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { reportWorkflowId } from '../../../src/domain/reports/report-workflow.js';
import { ReportRepository } from '../../../src/persistence/reports/report.repository.js';
import { exhaustRetries } from '../../support/faults/exhaust-retries.js';
import { failAssembling } from '../../support/faults/fail-assembling.js';
import { importText, NOW, rowsOf, zones } from '../../support/data/importing.js';
import { madeUpPolls } from '../../support/data/made-up-polls.js';
import { query } from '../../support/system/query.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

/** Ten chunks. */
const STORES = 50;
const CHUNKING = { storesPerChunk: 5, chunksPerRun: 1_000 };

const system = useSystem({ chunking: CHUNKING });
const { http } = system;

beforeAll(async () => {
  await importText(system.database, [...madeUpPolls(STORES, 4)].join(''));
  await system.startWorker();
});

const get = async (reportId: string) => (await http.get(`/reports/${reportId}`)).body;
const ended = (reportId: string) => http.waitUntilEnded(reportId);

/** Returns the transaction that wrote each row; it changes if a row is written again. */
const writtenBy = (reportId: string) =>
  rowsOf(system.database, `select store_key, xmin::text from report_row where report_id = '${reportId}' order by 1`);

describe('a report that fails in part', () => {
  it('says which part and why, and a retry computes only what is missing', async () => {
    const undisturbed = await http.report();
    const reportId = await failAssembling(system);
    expect(await get(reportId)).toMatchObject({
      status: 'Failed',
      failedPart: 'assemble',
      error: expect.stringMatching(/^the CSV could not be written: .*(EEXIST|ENOTDIR)/),
      progress: { storesDone: STORES, storesTotal: STORES, phase: null },
      attempt: 1,
    });
    const workflow = system.temporal.client.workflow.getHandle(reportWorkflowId(reportId));
    expect(await workflow.query('__temporal_workflow_metadata')).toMatchObject({
      currentDetails: expect.stringMatching(
        /^\*\*Failed\*\*: the CSV could not be written: .*\n\n50 of 50 stores are computed\.$/,
      ),
    });
    await waitFor('it to be found among those that failed', async () => {
      const found = system.temporal.client.workflow.list({ query: 'ReportStatus = "Failed"' });
      for await (const { workflowId } of found) if (workflowId === reportWorkflowId(reportId)) return true;
      return false;
    });
    const rows = await writtenBy(reportId);

    await rm(system.config.reportsDir);
    const retried = await http.post(`/reports/${reportId}/retry`);
    expect(retried).toMatchObject({ status: 202, body: { reportId, status: 'Running' } });
    expect(retried.headers.get('location')).toBe(`/reports/${reportId}`);
    expect(await ended(reportId)).toMatchObject({
      status: 'Complete',
      error: null,
      failedPart: null,
      attempt: 2,
      csv: { sha256: undisturbed.csv.sha256 },
    });
    expect(await writtenBy(reportId)).toEqual(rows);
  });

  it('computes the stores that it can, lists the others, and keeps what was computed', async () => {
    const undisturbed = await http.report();
    // No row of the stores 11 to 15 can be written.
    await query(
      system.ownerUrl,
      'alter table report_row add constraint refused check (store_key not between 11 and 15) not valid',
    );
    const { reportId } = (await http.post('/reports')).body;
    await exhaustRetries(system, reportId, 'computeChunk');
    expect(await ended(reportId)).toMatchObject({
      status: 'Failed',
      failedPart: 'compute',
      error: expect.stringMatching(/^uptime could not be computed \(stores 11-15\): .*refused/),
      progress: { storesDone: 45, storesTotal: STORES },
    });
    const rows = await writtenBy(reportId);
    expect(rows).toHaveLength(45);

    await query(system.ownerUrl, 'alter table report_row drop constraint refused');
    await http.post(`/reports/${reportId}/retry`);
    expect(await ended(reportId)).toMatchObject({
      status: 'Complete',
      csv: { sha256: undisturbed.csv.sha256, rows: STORES },
    });
    expect(await writtenBy(reportId)).toEqual(expect.arrayContaining(rows));
  });

  it('is retried once by many requests at the same moment', async () => {
    const reportId = await failAssembling(system);
    await rm(system.config.reportsDir);
    const answers = await Promise.all(Array.from({ length: 10 }, () => http.post(`/reports/${reportId}/retry`)));
    expect(answers.some(({ status }) => status === 202)).toBe(true);
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
    expect(await ended(reportId)).toMatchObject({ status: 'Complete', attempt: 2 });
  });

  it('can fail again, and be retried again', async () => {
    const reportId = await failAssembling(system);
    await http.post(`/reports/${reportId}/retry`);
    await exhaustRetries(system, reportId, 'assembleCsv');
    expect(await ended(reportId)).toMatchObject({ status: 'Failed', attempt: 2 });
    await rm(system.config.reportsDir);
    await http.post(`/reports/${reportId}/retry`);
    expect(await ended(reportId)).toMatchObject({ status: 'Complete', attempt: 3 });
  });

  it('can be retried only while it is Failed', async () => {
    const { reportId } = await http.report();
    expect(await http.post(`/reports/${reportId}/retry`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/is Complete and stays as it is\. POST .*\/remake/) },
    });
    expect(await get(reportId)).toMatchObject({ status: 'Complete', attempt: 1 });
    expect(await http.post('/reports/4f6f4d8c-7ab8-4f0e-9f39-0a52d4a1b6d2/retry')).toMatchObject({ status: 404 });
    expect(await http.post('/reports/none/retry')).toMatchObject({ status: 400 });
  });
});

describe("a store that can't be computed", () => {
  it('does not affect others: its row has no numbers, and the report says why', async () => {
    const undisturbed = await http.report();
    await importText(system.database, zones('store-7,Europe/Paris'));
    await rowsOf(system.database, `update store_time_zone set time_zone = 'Europe/Atlantis'`);
    await importText(system.database, 'store_id,day,start_time_local,end_time_local\nstore-7,0,09:00,17:00\n');
    const report = await http.report();
    expect(report).toMatchObject({
      status: 'Complete',
      progress: { storesDone: STORES, storesFailed: 1 },
      failedStores: [{ storeId: 'store-7', reason: expect.stringMatching(/Europe\/Atlantis/) }],
      csv: { rows: STORES },
    });
    const lines = async ({ csv }: any) => (await http.get(csv.url)).text.split('\n');
    const [before, after] = [await lines(undisturbed), await lines(report)];
    expect(after).toContain('store-7,,,,,,');
    expect(after.filter((line) => !line.startsWith('store-7,'))).toEqual(
      before.filter((line) => !line.startsWith('store-7,')),
    );

    const rows = (query: string) => http.get(`/reports/${report.reportId}/rows?${query}`);
    expect((await rows('storeId=store-7')).body.items).toEqual([
      {
        storeId: 'store-7',
        timeZoneAssumed: false,
        state: null,
        name: null,
        groups: {},
        valuePerHour: null,
        windows: null,
        error: report.failedStores[0].reason,
      },
    ]);
    expect((await rows('sort=last_day.uptimeSeconds&limit=1')).body.items[0].storeId).toBe('store-7');
  });
});

describe('a report whose workflow is gone', () => {
  const reconcile = async () => {
    const { client } = system.temporal;
    const { reports }: any = await client.workflow.execute('reconcile', {
      workflowId: `reconcile-${randomUUID()}`,
      taskQueue: system.config.taskQueue,
    });
    return reports;
  };
  const startStuck = async () => {
    await rm(system.config.reportsDir, { recursive: true, force: true });
    await system.folder.write('state/reports', 'a file where the folder should be');
    const { reportId } = (await http.post('/reports')).body;
    await waitFor('its stores to be done', async () => (await get(reportId)).progress.storesDone === STORES);
    return { reportId, workflow: system.temporal.client.workflow.getHandle(reportWorkflowId(reportId)) };
  };

  it('because it was terminated, is Failed, says so, and can be retried', async () => {
    const { reportId, workflow } = await startStuck();
    expect(await reconcile()).toEqual({ resumed: [], failed: [], cancelled: [] });
    const { phase, storesDone, storesTotal } = await waitFor('the CSV to be begun', async () => {
      const { progress } = await get(reportId);
      return progress.phase === 'assembling' && progress;
    });
    expect(await workflow.query('progress')).toEqual({ phase, storesDone, storesTotal });
    await workflow.terminate('by hand');
    expect(await reconcile()).toEqual({ resumed: [], failed: [reportId], cancelled: [] });
    expect(await get(reportId)).toMatchObject({
      status: 'Failed',
      error: 'its workflow was terminated',
      failedPart: 'workflow',
    });
    await rm(system.config.reportsDir);
    await http.post(`/reports/${reportId}/retry`);
    expect(await ended(reportId)).toMatchObject({ status: 'Complete', attempt: 2 });
    expect(await reconcile()).toEqual({ resumed: [], failed: [], cancelled: [] });
  });

  it('because it ended without closing the report, is Failed, and can be retried, too', async () => {
    await rm(system.config.reportsDir, { recursive: true, force: true });
    const { reportId, csv } = await http.report();
    // It goes on with the sums of groups when the report is complete.
    await system.temporal.client.workflow.getHandle(reportWorkflowId(reportId)).result();
    await rowsOf(
      system.database,
      `update report set status = 'Running', finished_at = null, csv_sha256 = null where report_id = '${reportId}'`,
    );
    expect(await reconcile()).toEqual({ resumed: [], failed: [reportId], cancelled: [] });
    expect(await get(reportId)).toMatchObject({ status: 'Failed', error: 'its workflow ended and left it as it was' });
    expect(await http.post(`/reports/${reportId}/retry`)).toMatchObject({ status: 202 });
    expect(await ended(reportId)).toMatchObject({ status: 'Complete', attempt: 2, csv: { sha256: csv.sha256 } });
  });

  it('because the server lost it, continues where it was', async () => {
    const reportId = randomUUID();
    const reports = new ReportRepository(system.database);
    await reports.open(reportId, { asOf: 'latest', storeIds: null, interpolation: 'nearest', reachHours: 24 }, NOW);
    const pinned = await reports.pin(reportId, NOW, '2026f');
    await importText(system.database, [...madeUpPolls(STORES + 1, 4)].join(''));
    await rm(system.config.reportsDir, { recursive: true, force: true });
    expect(await reconcile()).toEqual({ resumed: [reportId], failed: [], cancelled: [] });
    expect(await ended(reportId)).toMatchObject({
      status: 'Complete',
      attempt: 1,
      dataVersion: pinned.dataVersion,
      csv: { rows: STORES },
    });
  });
});
