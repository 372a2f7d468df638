import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { DAY } from '../../src/domain/time/instant.js';
import { importText, NOW, polls, rowsOf } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem({ clock: () => now });
const { http } = system;
let now = NOW;

beforeAll(async () => {
  await system.startWorker();
});

/** Runs the workflow of the daily schedule. */
const drop = async (days: number) =>
  system.temporal.client.workflow.execute('dropOldRejects', {
    workflowId: randomUUID(),
    taskQueue: system.config.taskQueue,
    args: [days],
  });

const kept = () => rowsOf(system.database, 'select distinct import_id::text from import_reject');

it('old rejected rows are dropped, and their counts and reasons stay', async () => {
  const bad = polls('a,never,active', 'b,2023-01-23 12:00 UTC,asleep');
  const old = (await importText(system.database, bad)).importId;
  await importText(system.database, polls('a,2023-01-23 12:00 UTC,active'));
  now += DAY;
  const recent = (await importText(system.database, bad, undefined, now)).importId;
  now += DAY;
  expect(await drop(2)).toBe(0);
  now += 1;
  expect(await drop(2)).toBe(1);
  expect(await drop(2)).toBe(0);
  expect(await kept()).toEqual([[recent]]);
  expect((await http.get(`/imports/${old}`)).body).toMatchObject({
    rejected: 2,
    rejectReasons: [{ count: 1 }, { count: 1 }],
    rejectsDroppedAt: '2023-02-03T00:00:00.000001Z',
  });
  expect(await http.get(`/imports/${old}/rejects`)).toMatchObject({
    status: 410,
    body: { detail: expect.stringMatching(/were dropped at 2023-02-03T00:00:00.000001Z \(REJECT_RETENTION_DAYS\)/) },
  });
  expect((await http.get(`/imports/${recent}/rejects`)).status).toBe(200);
});
