import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { DAY } from '../../src/domain/time/instant.js';
import { importText, NOW, polls, rowsOf } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem({ clock: () => now });
const { http } = system;
let now = NOW;

beforeAll(async () => {
  await importText(system.database, polls('a,2023-01-23 11:00 UTC,active', 'b,2023-01-23 12:00 UTC,active'));
  await system.startWorker();
});

/** Runs the workflow of the daily schedule. */
const drop = async (days: number) =>
  system.temporal.client.workflow.execute('dropOldReports', {
    workflowId: randomUUID(),
    taskQueue: system.config.taskQueue,
    args: [days],
  });

const left = async () => (await http.get('/reports')).body.items.map(({ reportId }: any) => reportId);

it('old reports are dropped completely, but the newest stays, however old', async () => {
  const old = (await http.post('/reports', {}, { 'idempotency-key': 'old' })).body.reportId;
  await http.waitUntilEnded(old);
  now += DAY;
  const middle = (await http.report()).reportId;
  now += DAY;
  expect(await drop(2)).toBe(0);
  now += 1;
  expect(await drop(2)).toBe(1);
  expect(await left()).toEqual([middle]);
  expect(await readdir(system.config.reportsDir)).toEqual([`${middle}.csv`]);
  for (const table of ['report', 'report_row', 'report_key']) {
    expect(await rowsOf(system.database, `select from ${table} where report_id = '${old}'`)).toEqual([]);
  }
  expect((await http.get(`/reports/${old}`)).status).toBe(404);
  expect((await http.get(`/reports/${old}/csv`)).status).toBe(404);

  now += 100 * DAY;
  expect(await drop(1)).toBe(0);
  expect(await left()).toEqual([middle]);
  const again = (await http.post('/reports', {}, { 'idempotency-key': 'old' })).body.reportId;
  expect(again).not.toBe(old);
  await http.waitUntilEnded(again);
  expect(await drop(1)).toBe(1);
  expect(await left()).toEqual([again]);
});
