import { randomUUID } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { reportCells, reportColumns } from '../../src/domain/reports/report-csv-columns.js';
import { reportWorkflowId, toGenerateReportInput } from '../../src/domain/reports/report-workflow.js';
import { computeUptime } from '../../src/domain/uptime/uptime.js';
import { type ReportRequest } from '../../src/domain/reports/report.js';
import { formatInstant, HOUR } from '../../src/domain/time/instant.js';
import { reportWindows } from '../../src/domain/uptime/windows/windows.js';
import { ReportRepository } from '../../src/persistence/reports/report.repository.js';
import { TemporalClient, temporalClientOptions } from '../../src/temporal/client.js';
import { importText, instant, NOW, polls } from '../support/data/importing.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { useSystem, withSystem, type UsedSystem } from '../support/system/use-system.js';
import type { generateReport } from '../../workflows/generate-report.js';
import { waitFor } from '../support/wait-for.js';

const system = useSystem({ perTest: true });
let reports: ReportRepository;

beforeEach(async () => {
  reports = new ReportRepository(system.database);
});

const EVERYTHING: ReportRequest = { asOf: 'latest', storeIds: null, interpolation: 'nearest', reachHours: 24 };

async function start(
  request: ReportRequest = EVERYTHING,
  { temporal, config }: Pick<UsedSystem, 'temporal' | 'config'> = system,
) {
  const reportId = randomUUID();
  const handle = await temporal.client.workflow.start<typeof generateReport>('generateReport', {
    workflowId: reportWorkflowId(reportId),
    taskQueue: config.taskQueue,
    args: [{ reportId, request, requestedAt: NOW }],
  });
  return { reportId, handle };
}

const csvOf = (reportId: string) => readFile(path.join(system.config.reportsDir, `${reportId}.csv`), 'utf8');

describe('the report workflow', () => {
  it('adds the report if the API died before it could', async () => {
    await importText(system.database, polls('a,2023-01-23 11:00 UTC,active'));
    await system.startWorker();
    const { reportId, handle } = await start();
    await handle.result();
    expect(await reports.find(reportId)).toMatchObject({ status: 'Complete', requestedAt: NOW, storesDone: 1 });
  });

  it('fails with a reason if there is nothing to report on', async () => {
    await system.startWorker();
    const { reportId, handle } = await start();
    await expect(handle.result()).rejects.toThrow();
    expect(await reports.find(reportId)).toMatchObject({
      status: 'Failed',
      error: 'the report could not begin: there is no data yet, so there is nothing to report on',
    });
  });

  it.each([
    ['before anybody worked on it', false],
    ['while something is tried again', true],
  ])('cancelled %s, ends as Cancelled', async (_when, working) => {
    await importText(system.database, polls('a,2023-01-23 11:00 UTC,active'));
    await system.folder.write('state/reports', 'a file where the folder should be');
    if (working) await system.startWorker();
    const { reportId, handle } = await start();
    await reports.open(reportId, EVERYTHING, NOW);
    if (working) {
      await waitFor('the report to be computed', async () => (await reports.find(reportId))?.storesDone === 1);
    }
    await handle.cancel();
    if (!working) await system.startWorker();
    await expect(handle.result()).rejects.toThrow();
    expect(await reports.find(reportId)).toMatchObject({ status: 'Cancelled', finishedAt: NOW, error: null });
  });

  it('computes every store by the rules, in any number of chunks', async () => {
    const stores = 4_500;
    await importText(system.database, [...madeUpPolls(stores, 5)].join(''));
    await system.startWorker();
    const { reportId, handle } = await start();
    await handle.result();

    const asOf = (await reports.find(reportId))!.asOf!;
    const windows = reportWindows(asOf);
    const byStore = new Map<string, { at: number; status: 'active' | 'inactive' }[]>();
    for (const row of [...madeUpPolls(stores, 5)].slice(1)) {
      const [storeId, at, status] = row.trim().split(',') as [string, string, 'active' | 'inactive'];
      byStore.set(storeId, [...(byStore.get(storeId) ?? []), { at: instant(at), status }]);
    }
    const rule = { interpolation: 'nearest', reach: 24 * HOUR } as const;
    const expected = [...byStore.keys()]
      .sort()
      .map((storeId) =>
        reportCells(
          storeId,
          windows,
          computeUptime({ hours: [], timeZone: null, polls: byStore.get(storeId)! }, windows, asOf, rule),
        ).join(),
      );
    expect((await csvOf(reportId)).trim().split('\n')).toEqual([reportColumns(windows).join(), ...expected]);
  });

  it('continues as new if one history is not enough, and shows its progress in each run', async () => {
    await withSystem({ chunking: { storesPerChunk: 10, chunksPerRun: 2 } }, async (small) => {
      await importText(small.database, [...madeUpPolls(45, 3)].join(''));
      await small.startWorker();
      const { reportId, handle } = await start(EVERYTHING, small);
      await handle.result();
      const report = await new ReportRepository(small.database).find(reportId);
      expect(report).toMatchObject({ status: 'Complete', storesDone: 45, csvRows: 45 });
      const last = small.temporal.client.workflow.getHandle(reportWorkflowId(reportId));
      expect((await last.describe()).runId).not.toBe(handle.firstExecutionRunId);
      expect(await last.query('progress')).toEqual({ phase: null, storesDone: 45, storesTotal: 45 });
    });
  });

  it('reads the data as of its beginning, whatever is imported meanwhile', async () => {
    await importText(system.database, polls('a,2023-01-23 11:00 UTC,active', 'b,2023-01-23 11:00 UTC,active'));
    await system.startWorker();
    const before = await start();
    await before.handle.result();
    const { asOf, dataVersion } = (await reports.find(before.reportId))!;

    const { reportId } = await start();
    await waitFor('the report to pin its data', async () => (await reports.find(reportId))?.dataVersion);
    await importText(system.database, polls('a,2023-01-23 11:00 UTC,inactive', 'c,2023-01-23 10:00 UTC,active'));
    await waitFor('the report to end', async () => (await reports.find(reportId))?.status === 'Complete');
    expect(await reports.find(reportId)).toMatchObject({ asOf, dataVersion });
    expect(await csvOf(reportId)).toBe(await csvOf(before.reportId));
  });

  it('is the same to the byte with two workers', async () => {
    await importText(system.database, [...madeUpPolls(9_000, 3)].join(''));
    const alone = await system.startWorker();
    const one = await start();
    await one.handle.result();
    await alone.stop();
    await Promise.all([system.startWorker(), system.startWorker()]);
    const two = await start();
    await two.handle.result();
    expect(await csvOf(two.reportId)).toBe(await csvOf(one.reportId));
  });

  it('retries when a disk fails for a moment, and leaves no temporary file', async () => {
    await importText(system.database, polls('a,2023-01-23 11:00 UTC,active'));
    await system.folder.write('state/reports', 'a file where the folder should be');
    await system.startWorker();
    const { reportId, handle } = await start();
    await waitFor('the first failure', async () => {
      const { raw } = await handle.describe();
      return raw.pendingActivities?.some(({ attempt, lastFailure }) => (attempt ?? 0) > 1 && lastFailure != null);
    });
    await rm(system.config.reportsDir);
    await handle.result();
    expect(await reports.find(reportId)).toMatchObject({ status: 'Complete' });
    expect(await readdir(system.config.reportsDir)).toEqual([`${reportId}.csv`]);
    // Local steps are no activities of the history; after one that failed there are no more of them.
    const { events } = await handle.fetchHistory();
    expect(events!.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [])).toEqual([
      'assembleCsv',
      'completeReport',
    ]);
  });

  it('shows its status in Temporal: summary, progress, result, and the stores of each activity', async () => {
    const chunking = { storesPerChunk: 1_000, chunksPerRun: 1_000 };
    await withSystem({ chunking }, async ({ database, temporal, config, startWorker }) => {
      await importText(database, [...madeUpPolls(4_500, 2)].join(''));
      await startWorker();
      const reportId = randomUUID();
      const api = new TemporalClient(temporalClientOptions(config));
      await api.startReport(
        toGenerateReportInput({ reportId, request: EVERYTHING, requestedAt: NOW, origin: { trigger: 'request' } }),
      );
      await api.close();
      const handle = temporal.client.workflow.getHandle<typeof generateReport>(reportWorkflowId(reportId));
      const result = await handle.result();
      const { asOf, dataVersion, csvBytes, csvSha256 } = (await new ReportRepository(database).find(reportId))!;
      expect(result).toEqual({
        status: 'Complete',
        reportId,
        asOf: formatInstant(asOf!),
        dataVersion,
        stores: 4_500,
        storesFailed: 0,
        rows: 4_500,
        bytes: csvBytes,
        sha256: csvSha256,
        reportUrl: `/reports/${reportId}`,
        csvUrl: `/reports/${reportId}/csv`,
      });

      const described = await handle.describe();
      expect(await described.staticSummary()).toBe('Report on every store as of latest');
      expect(
        Object.fromEntries(described.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value])),
      ).toMatchObject({
        ReportStatus: 'Complete',
        ReportTrigger: 'request',
        ReportAsOf: new Date(Math.floor(asOf! / 1000)),
      });
      await waitFor('it to be found', async () => {
        const found = temporal.client.workflow.list({
          query: 'ReportStatus = "Complete" and ReportTrigger = "request" and ReportAsOf > "2023-01-01T00:00:00Z"',
        });
        for await (const { workflowId } of found) if (workflowId === reportWorkflowId(reportId)) return true;
        return false;
      });
      const history = (await handle.fetchHistory()).events ?? [];
      const [input] = history[0]!.workflowExecutionStartedEventAttributes!.input!.payloads!;
      expect(JSON.parse(Buffer.from(input!.data!).toString())).toMatchObject({ requestedAt: formatInstant(NOW) });
      const summaries = history.flatMap(({ userMetadata }) =>
        userMetadata?.summary == null ? [] : [JSON.parse(Buffer.from(userMetadata.summary.data!).toString())],
      );
      expect(summaries).toEqual(expect.arrayContaining(['stores 1-1000', 'stores 4001-4500']));
      expect(await handle.query('__temporal_workflow_metadata')).toMatchObject({
        currentDetails: '**Complete**\n\n4500 of 4500 stores are computed.',
      });
    });
  });

  it('removes the temporary files of killed workers', async () => {
    await importText(system.database, polls('a,2023-01-23 11:00 UTC,active'));
    const { reportId, handle } = await start();
    await system.folder.write(`state/reports/${reportId}.csv.0000.draft`, 'half a line');
    await writeFile(path.join(system.config.reportsDir, 'other.csv.0000.draft'), "another report's");
    await system.startWorker();
    await handle.result();
    expect((await readdir(system.config.reportsDir)).sort()).toEqual(
      [`${reportId}.csv`, 'other.csv.0000.draft'].sort(),
    );
  });
});
