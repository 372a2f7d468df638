import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../dev/processes/ports.js';
import { systemClock } from '../../../src/clock.js';
import { httpClient, type ApiResponse } from '../../support/client/http.js';
import { importText, polls, rowsOf } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { startApiProcess, type TestProcess } from '../../support/system/processes.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const LIMITS = { RUNNING_REPORTS_PER_KEY: '20', RUNNING_REPORTS: '30' };

const system = useSystem({ clock: systemClock, environment: { AUTH: 'required', ...LIMITS } });
const urls: string[] = [];
const apis: TestProcess[] = [];
let secrets: string[];

beforeAll(async () => {
  await importText(system.database, polls('a,2023-01-24 12:00 UTC,active'));
  secrets = [(await addKey(system.database)).secret, (await addKey(system.database)).secret];
  for (let count = 0; count < 2; count++) {
    const port = await freePort();
    apis.push(await startApiProcess({ ...system.config, port }, { AUTH: 'required', ...LIMITS }));
    urls.push(`http://127.0.0.1:${port}`);
  }
});

afterAll(async () => {
  await Promise.all(apis.map((api) => api.kill()));
});

/** Sends so many requests for reports at once, to one API and the other, with one key and the other. */
async function burst(count: number, headers?: Record<string, string>): Promise<ApiResponse[]> {
  const clients = urls.flatMap((url) => secrets.map((secret) => httpClient(url, secret)));
  return Promise.all(
    Array.from({ length: count }, (_, index) => clients[index % clients.length]!.post('/reports', {}, headers)),
  );
}

const countOf = (answers: readonly ApiResponse[], status: number) =>
  answers.filter((answer) => answer.status === status).length;
const running = async () =>
  (await rowsOf(system.database, `select count(*)::integer from report where status = 'Running'`))[0]![0];

describe('five hundred requests for reports at once, at two APIs', () => {
  it('start as many reports as may run, and more when those have ended', async () => {
    const answers = await burst(500);
    expect([countOf(answers, 202), countOf(answers, 429)]).toEqual([30, 470]);
    expect(await running()).toBe(30);
    const byKey = (await rowsOf(system.database, 'select count(*)::integer from report group by key_id')).flat();
    expect(Math.max(...byKey.map(Number))).toBeLessThanOrEqual(20);
    expect(await rowsOf(system.database, 'select report_id from report_reservation')).toEqual([]);

    const worker = await system.startWorker();
    await waitFor('all to be complete', async () => (await running()) === 0);
    await worker.stop();
    expect(countOf(await burst(50), 202)).toBe(30);
    await system.startWorker();
    await waitFor('all to be complete', async () => (await running()) === 0);
  });

  it('are one report, if they have one Idempotency-Key', async () => {
    const answers = await burst(100, { 'idempotency-key': 'one' });
    expect(countOf(answers, 202)).toBe(100);
    expect(new Set(answers.map(({ body }) => body.reportId)).size).toBe(1);
  });
});
