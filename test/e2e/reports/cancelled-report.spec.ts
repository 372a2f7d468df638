import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { reportWorkflowId } from '../../../src/domain/reports/report-workflow.js';
import { importText, rowsOf } from '../../support/data/importing.js';
import { madeUpPolls } from '../../support/data/made-up-polls.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const STORES = 30_000;

const system = useSystem();
const { http } = system;

beforeAll(async () => {
  await importText(system.database, [...madeUpPolls(STORES, 4)].join(''));
});

const trigger = async (): Promise<string> => (await http.post('/reports')).body.reportId;
const cancel = (reportId: string) => http.post(`/reports/${reportId}/cancel`);
const files = () => readdir(system.config.reportsDir).catch(() => []);
const statusOf = async (reportId: string) => (await http.get(`/reports/${reportId}`)).body.status;

describe('a cancelled report', () => {
  it('before a worker starts ends when one does', async () => {
    const reportId = await trigger();
    expect(await cancel(reportId)).toMatchObject({ status: 200, body: { status: 'Running' } });
    const worker = await system.startWorker();
    await waitFor('it to be cancelled', async () => (await statusOf(reportId)) === 'Cancelled');
    await worker.stop();
  });

  it.each([
    [
      'while its stores are computed',
      async (reportId: string) => (await http.get(`/reports/${reportId}`)).body.progress.storesDone > 0,
    ],
    ['while its CSV is written', async () => (await files()).some((name) => name.endsWith('.draft'))],
  ])('%s ends within seconds, for good, and leaves no file', async (_when, isThen) => {
    const worker = await system.startWorker();
    const reportId = await trigger();
    await waitFor('the moment', () => isThen(reportId));
    const answer = await cancel(reportId);
    expect(answer).toMatchObject({ status: 200, body: { status: 'Cancelled', csv: null, error: null } });
    expect(answer.body.finishedAt).not.toBeNull();
    expect((await cancel(reportId)).body).toMatchObject({ status: 'Cancelled' });
    await waitFor('its workflow to end', async () => {
      const { status } = await system.temporal.client.workflow.getHandle(reportWorkflowId(reportId)).describe();
      return status.name === 'CANCELLED' || status.name === 'FAILED';
    });
    await worker.stop();
    expect(await files()).toEqual([]);
    expect(await statusOf(reportId)).toBe('Cancelled');
    expect(await http.get(`/reports/${reportId}/csv`)).toMatchObject({ status: 409 });
  });

  it('whose workflow is gone is closed, too', async () => {
    const reportId = await trigger();
    await system.temporal.client.workflow.getHandle(reportWorkflowId(reportId)).terminate();
    expect(await cancel(reportId)).toMatchObject({ status: 200, body: { status: 'Cancelled' } });
  });

  it('after it has ended stays as it is, and the response says so', async () => {
    const worker = await system.startWorker();
    const report = await http.report();
    expect(await cancel(report.reportId)).toMatchObject({
      status: 409,
      body: { detail: 'The report is Complete already: there is nothing to cancel.' },
    });
    expect(await statusOf(report.reportId)).toBe('Complete');
    expect((await http.get(report.csv.url)).status).toBe(200);
    await worker.stop();
  });

  it('at any moment is either Complete with its file or Cancelled without one', async () => {
    const worker = await system.startWorker();
    for (let round = 0; round < 6; round++) {
      const reportId = await trigger();
      const asked = Math.floor(Math.random() * 40);
      for (let look = 0; look < asked; look++) await statusOf(reportId);
      await cancel(reportId);
      const status = await waitFor('it to end', async () => {
        const now = await statusOf(reportId);
        return now !== 'Running' && now;
      });
      await waitFor('its workflow to end', async () => {
        const { status: state } = await system.temporal.client.workflow
          .getHandle(reportWorkflowId(reportId))
          .describe();
        return state.name !== 'RUNNING';
      });
      expect((await files()).filter((name) => name.startsWith(reportId))).toEqual(
        status === 'Complete' ? [`${reportId}.csv`] : [],
      );
    }
    await worker.stop();
    expect(await rowsOf(system.database, `select count(*)::integer from report where status = 'Running'`)).toEqual([
      [0],
    ]);
  });

  it('that is unknown is 404', async () => {
    expect((await cancel('4f3a5f1e-7d0c-4a39-9d86-0d5f4f7e9a11')).status).toBe(404);
    expect((await cancel('42')).status).toBe(400);
  });
});
