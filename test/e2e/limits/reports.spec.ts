import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createApi } from '../../../src/api.js';
import { systemClock } from '../../../src/clock.js';
import { toGenerateReportInput } from '../../../src/domain/reports/report-workflow.js';
import { TemporalClient, temporalClientOptions } from '../../../src/temporal/client.js';
import { ensureSchedules } from '../../../src/temporal/schedules.js';
import { httpClient } from '../../support/client/http.js';
import { importText, polls, rowsOf } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { addRunningReports } from '../../support/data/running-reports.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const PER_KEY = 2;
const IN_ALL = 3;

// Temporal's clock can't be set, and the schedule of one test is due by it.
const system = useSystem({
  clock: systemClock,
  environment: { AUTH: 'required', RUNNING_REPORTS_PER_KEY: String(PER_KEY), RUNNING_REPORTS: String(IN_ALL) },
});

beforeAll(async () => {
  await importText(system.database, polls('a,2023-01-24 12:00 UTC,active'));
});

/** Ends what a test has left running. There is no worker that would. */
afterEach(async () => {
  const running = await rowsOf(system.database, `select report_id from report where status = 'Running'`);
  for (const [reportId] of running) {
    await unlessUnknown(system.temporal.client.workflow.getHandle(`report-${String(reportId)}`).terminate());
  }
  await system.database.withClient((client) =>
    client.query(`update report set status = 'Cancelled', finished_at = now() where status = 'Running'`),
  );
});

/** Reports that a test has added have no workflow. */
async function unlessUnknown(terminated: Promise<unknown>): Promise<void> {
  await terminated.catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  });
}

const fill = (count: number, options?: Parameters<typeof addRunningReports>[2]) =>
  addRunningReports(system.database, count, options);
const keyed = async () => {
  const { keyId, secret } = await addKey(system.database);
  return { keyId, http: httpClient(system.url, secret) };
};
const reservations = () => rowsOf(system.database, 'select report_id from report_reservation');

describe('an API key with as many running reports as it may have', () => {
  it('gets 429, which says when to come back, whichever way it asks for a report', async () => {
    const { keyId, http } = await keyed();
    const end = await fill(PER_KEY, { keyId });
    await system.database.withClient((client) => client.query(`update report set as_of = now(), data_version = 1`));
    const [[reportId]] = (await rowsOf(
      system.database,
      `select report_id from report where key_id = '${keyId}' limit 1`,
    )) as [[string]];
    const asked = [
      await http.post('/reports'),
      await http.post('/reports', {}, { 'idempotency-key': 'new' }),
      await http.post(`/reports/${reportId}/remake`),
      await http.post('/trigger_report'),
      await http.get('/trigger_report'),
      await http.post('/store/a/trigger_report'),
      await http.get('/store/a/trigger_report'),
    ];
    for (const { status, headers, body } of asked) {
      expect([status, headers.get('retry-after')]).toEqual([429, '30']);
      expect(body.detail).toBe(
        '2 reports of this key are running, as many as may at once (RUNNING_REPORTS_PER_KEY). Try again in 30 seconds.',
      );
    }
    await end();
    const accepted = await http.post('/reports', {}, { 'idempotency-key': 'new' });
    expect(accepted.status).toBe(202);
  });

  it('can not retry a report, and whoever retries one has it counted', async () => {
    const [{ keyId, http }, other] = [await keyed(), await keyed()];
    const reportId = await other.http.trigger();
    await system.temporal.client.workflow.getHandle(`report-${reportId}`).terminate();
    await system.database.withClient((client) =>
      client.query(`update report set status = 'Failed', error = 'no luck', finished_at = now() where report_id = $1`, [
        reportId,
      ]),
    );
    const end = await fill(PER_KEY, { keyId });
    expect((await http.post(`/reports/${reportId}/retry`)).status).toBe(429);
    await end();
    expect((await http.post(`/reports/${reportId}/retry`)).status).toBe(202);
    expect(await rowsOf(system.database, `select key_id from report where report_id = '${reportId}'`)).toEqual([
      [keyId],
    ]);
  });

  it('does not hinder another key', async () => {
    const [{ keyId, http }, other] = [await keyed(), await keyed()];
    await fill(PER_KEY, { keyId });
    expect((await http.post('/reports')).status).toBe(429);
    const accepted = await other.http.post('/reports');
    expect(accepted.status).toBe(202);
  });

  it('still gets the report of an Idempotency-Key that it has sent before', async () => {
    const { keyId, http } = await keyed();
    const first = await http.post('/reports', {}, { 'idempotency-key': 'mine' });
    await fill(IN_ALL, { keyId });
    const again = await http.post('/reports', {}, { 'idempotency-key': 'mine' });
    expect([again.status, again.body]).toEqual([202, first.body]);
  });
});

describe('a report of an API key', () => {
  it('is one of this key, also if its workflow adds it, since the API has died', async () => {
    const { keyId } = await keyed();
    const temporal = new TemporalClient(temporalClientOptions(system.config));
    const worker = await system.startWorker();
    const reportId = randomUUID();
    const request = { asOf: 'latest', storeIds: null, interpolation: 'nearest', reachHours: 24 } as const;
    const origin = { trigger: 'request', keyId } as const;
    await temporal.startReport(toGenerateReportInput({ reportId, request, requestedAt: systemClock(), origin }));
    const keyOf = () => rowsOf(system.database, `select key_id from report where report_id = '${reportId}'`);
    await waitFor('the report to be added', async () => (await keyOf()).length === 1);
    expect(await keyOf()).toEqual([[keyId]]);
    await temporal.close();
    await worker.stop();
  });
});

describe('all reports together', () => {
  it('are at most so many, whoever requests them', async () => {
    await fill(1, { trigger: 'scheduled' });
    await fill(IN_ALL - 1);
    const { http } = await keyed();
    const { status, headers, body } = await http.post('/reports');
    expect([status, headers.get('retry-after')]).toEqual([429, '30']);
    expect(body.detail).toBe(
      '3 reports are running, as many as may at once (RUNNING_REPORTS). Try again in 30 seconds.',
    );
  });

  it('do not hold up scheduled ones', async () => {
    await fill(IN_ALL);
    const worker = await system.startWorker();
    await ensureSchedules(system.temporal.client, system.config);
    const { http } = await keyed();
    await http.post('/schedules/report-hourly/trigger');
    await waitFor('the scheduled report to be complete', async () => {
      const { body } = await http.get('/reports?trigger=scheduled&status=Complete');
      return body.items.length > 0;
    });
    await worker.stop();
  });
});

describe('a report that can not be started', () => {
  it('takes no room from others', async () => {
    const options = { ...temporalClientOptions(system.config), address: '127.0.0.1:1' };
    const temporal = new TemporalClient(options);
    const api = await createApi({ config: system.config, database: system.database, temporal, clock: systemClock });
    try {
      await api.listen(0, '127.0.0.1');
      const http = httpClient(await api.getUrl(), (await addKey(system.database)).secret);
      for (let sent = 0; sent <= PER_KEY; sent++) expect((await http.post('/reports')).status).toBe(503);
      expect(await reservations()).toEqual([]);
    } finally {
      await api.close();
      await temporal.close();
    }
  });

  it('is none whose request is invalid', async () => {
    const { keyId, http } = await keyed();
    await fill(PER_KEY, { keyId });
    expect((await http.post('/reports', { storeIds: ['unknown'] })).status).toBe(422);
  });
});
