import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { findTemporal } from '../../dev/temporal/temporal-binary.js';
import { startTemporal } from '../../dev/temporal/temporal-server.js';
import { reportWorkflowId } from '../../src/domain/reports/report-workflow.js';
import { ensureSchedules } from '../../src/temporal/schedules.js';
import { importText, polls } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';
import type { scheduledReport } from '../../workflows/scheduled-report.js';
import { asClient } from '../support/system/temporal.js';
import { waitFor } from '../support/wait-for.js';

// Temporal's clock can't be set, so runs are due now.
const system = useSystem({ clock: () => Date.now() * 1000 });
const { http } = system;

beforeAll(async () => {
  await importText(system.database, polls('a,2023-01-23 11:00 UTC,active'));
  await system.startWorker();
  await ensureSchedules(system.temporal.client, { ...system.config, reportMonthly: true });
});

const scheduled = async (): Promise<any[]> => (await http.get('/reports?trigger=scheduled&limit=100')).body.items;

describe('scheduled reports', () => {
  it('are generated as of the instant at which they are due', async () => {
    expect((await http.get('/schedules/report-hourly')).body).toMatchObject({
      cron: '15 * * * *',
      overlap: 'one after the other',
      catchUp: 'every run of the last 24 hours',
    });
    await http.post('/schedules/report-hourly/trigger');
    const [report] = await waitFor('the report to be complete', async () => {
      const reports = await scheduled();
      return reports[0]?.status === 'Complete' && reports;
    });
    expect(report).toMatchObject({
      trigger: 'scheduled',
      request: { storeIds: null, interpolation: 'nearest', reachHours: 24 },
    });
    expect(report.asOf).toBe(report.scheduledAt);
    expect(report.csv.rows).toBe(1);
    const child = system.temporal.client.workflow.getHandle(reportWorkflowId(report.reportId));
    const { parentExecution } = await child.describe();
    const run = system.temporal.client.workflow.getHandle<typeof scheduledReport>(parentExecution!.workflowId!);
    expect(await run.result()).toMatchObject({
      status: 'Complete',
      reportId: report.reportId,
      asOf: report.asOf,
      rows: 1,
    });
  });

  it('are on the last month, as of when it is over everywhere, if that is set', async () => {
    expect((await http.get('/schedules/report-monthly')).body).toMatchObject({
      cron: '0 12 1 * *',
      overlap: 'one after the other',
      catchUp: 'every run of the last 31 days',
    });
    const period = { from: '2024-02-20T00:00:00Z', to: '2024-03-10T00:00:00Z' };
    expect((await http.post('/schedules/report-monthly/backfill', period)).status).toBe(202);
    const report = await waitFor('the report to be complete', async () => {
      const reports = await scheduled();
      return reports.find(({ asOf, status }) => asOf === '2024-03-01T12:00:00.000000Z' && status === 'Complete');
    });
    expect(report.request.windows).toEqual(['last_month']);
    const [row] = (await http.get(`/reports/${report.reportId}/rows`)).body.items;
    // Without a zone: America/Chicago.
    expect(row.windows.last_month).toMatchObject({
      from: '2024-02-01T06:00:00.000000Z',
      to: '2024-03-01T06:00:00.000000Z',
      openSeconds: 29 * 86_400,
    });
  });

  it('can be backfilled for past hours, each as of its own', async () => {
    const before = (await scheduled()).length;
    const from = '2024-03-01T00:00:00Z';
    expect(await http.post('/schedules/report-hourly/backfill', { from, to: '2024-03-01T04:00:00Z' })).toMatchObject({
      status: 202,
    });
    const made = await waitFor('four reports to be complete', async () => {
      const reports = (await scheduled()).slice(0, -before || undefined);
      return reports.length === 4 && reports.every(({ status }) => status === 'Complete') && reports;
    });
    expect(made.map(({ asOf }) => asOf).sort()).toEqual(
      ['00', '01', '02', '03'].map((hour) => `2024-03-01T${hour}:15:00.000000Z`),
    );
    expect(made.map(({ asOf, scheduledAt }) => asOf === scheduledAt)).toEqual([true, true, true, true]);
  });

  it.each([
    ['report-hourly', { from: '2024-03-01T04:00:00Z', to: '2024-03-01T04:00:00Z' }, 422, /from must be before to/],
    ['report-hourly', { from: '2024-03-01T00:00:00Z', to: '2024-04-02T00:00:00Z' }, 422, /at most 31 days apart/],
    ['report-hourly', { from: '2254-03-01T00:00:00Z', to: '2254-03-02T00:00:00Z' }, 422, /not after/],
    ['report-hourly', { from: '2024-03-01T00:00:00Z' }, 400, /to/],
    ['ingest-hourly', { from: '2024-03-01T00:00:00Z', to: '2024-03-01T04:00:00Z' }, 422, /one stands for all/],
    ['nightly', { from: '2024-03-01T00:00:00Z', to: '2024-03-01T04:00:00Z' }, 404, /There is no schedule/],
  ])('of %s can not be made up for %j', async (id, body, status, detail) => {
    expect(await http.post(`/schedules/${id}/backfill`, body)).toMatchObject({
      status,
      body: { detail: expect.stringMatching(detail) },
    });
  });

  it('can be listed by trigger, status and time', async () => {
    const { reportId, requestedAt } = await http.report();
    const list = async (query: string) =>
      (await http.get(`/reports?limit=100&${query}`)).body.items.map((item: any) => item.reportId);
    expect(await list('trigger=request')).toEqual([reportId]);
    expect(await list('trigger=request&status=Running')).toEqual([]);
    expect(await list(`from=${requestedAt}`)).toEqual([reportId]);
    expect(await list(`to=${requestedAt}`)).not.toContain(reportId);
    expect((await http.get('/reports?status=Done')).status).toBe(400);
    expect((await http.get('/reports?from=yesterday')).status).toBe(400);
  });
});

describe('after an outage of the Temporal server', () => {
  it('each missed run starts, as of its own instant', async () => {
    const dir = path.join(system.folder.path, 'temporal');
    const binary = await findTemporal(() => undefined, new AbortController().signal);
    const start = (port?: number) =>
      startTemporal({ binary, dir, state: 'kept', namespace: 'default', port, uiPort: 'none' });
    let server = await start();
    try {
      await asClient(server.address, async (client) => {
        await ensureSchedules(client, { ...system.config, reportCron: '*/2 * * * * * *' });
        const schedule = client.schedule.getHandle('report-hourly');
        await waitFor('a first run', async () => (await schedule.describe()).info.numActionsTaken > 0);
      });
      await server.stop();
      const stoppedAt = Date.now();
      await waitFor('three runs to be missed', () => Date.now() > stoppedAt + 7_000);
      const restartedAt = Date.now();
      server = await start(Number(server.address.split(':')[1]));
      await asClient(server.address, async (client) => {
        const due = await waitFor('what was missed to be made up for', async () => {
          const { info } = await client.schedule.getHandle('report-hourly').describe();
          // There is no worker: each run is ended, so that the next one starts.
          for (const { action } of info.recentActions) await end(client, action.workflow.workflowId);
          const times = info.recentActions.map(({ scheduledAt }) => scheduledAt.getTime());
          const missed = times.filter((time) => time > stoppedAt && time < restartedAt);
          return missed.length >= 3 && missed;
        });
        due.slice(1).forEach((time, index) => expect(time - due[index]!).toBe(2_000));
      });
    } finally {
      await server.stop();
    }
  });
});

/** Whether a run exists, running or ended. */
async function end(client: Client, workflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).terminate();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
