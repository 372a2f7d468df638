import { readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { importText } from '../support/data/importing.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { startWorkerProcess, type TestProcess } from '../support/system/processes.js';
import { sameAs } from '../support/client/same-report.js';
import { useSystem } from '../support/system/use-system.js';
import { waitFor } from '../support/wait-for.js';

const STORES = 20_000;

/** About the time of a report with two workers, so that the moment is anywhere in it, or after it. */
const MAX_DELAY_MS = 2_000;

const randomDelay = () => Math.floor(Math.random() * MAX_DELAY_MS);

const system = useSystem();
const { http } = system;
let undisturbed: any;
let workers: TestProcess[] = [];

const startTwoWorkers = async () => {
  workers = await Promise.all([startWorkerProcess(system.config), startWorkerProcess(system.config)]);
  return workers as [TestProcess, TestProcess];
};

const files = (reportId: string) =>
  readdir(system.config.reportsDir).then((names) => names.filter((name) => name.startsWith(reportId)));

beforeAll(async () => {
  await importText(system.database, [...madeUpPolls(STORES, 8)].join(''));
  const worker = await startWorkerProcess(system.config);
  undisturbed = await http.report();
  await worker.stop();
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
});

describe('with two workers,', () => {
  it('both work on a report, which is the same to the byte', async () => {
    await startTwoWorkers();
    const report = await http.report();
    expect(report).toMatchObject(sameAs(undisturbed));
    const { events } = await system.temporal.client.workflow.getHandle(report.workflow.id).fetchHistory();
    const identities = events!.map((event) => event.activityTaskStartedEventAttributes?.identity).filter(Boolean);
    expect(new Set(identities).size).toBe(2);
  });

  it('one may be killed halfway, and the report is the same to the byte', async () => {
    const [victim] = await startTwoWorkers();
    const reportId = await http.trigger();
    await waitFor('half of it', async () => (await http.storesDone(reportId)) >= STORES / 2);
    await victim.kill();
    expect(await http.waitUntilEnded(reportId)).toMatchObject(sameAs(undisturbed));
    expect(await files(reportId)).toEqual([`${reportId}.csv`]);
  });

  it.each([randomDelay()])('one is killed %i ms after the trigger: the same', async (moment) => {
    const [victim] = await startTwoWorkers();
    const reportId = await http.trigger();
    await pause(moment);
    await victim.kill();
    expect(await http.waitUntilEnded(reportId)).toMatchObject(sameAs(undisturbed));
    expect(await files(reportId)).toEqual([`${reportId}.csv`]);
  });

  it('one that is stopped in the middle of a report ends in order, and the other continues', async () => {
    const [leaving] = await startTwoWorkers();
    const reportId = await http.trigger();
    await waitFor('some stores to be done', async () => (await http.storesDone(reportId)) > 0);
    expect(await leaving.stop()).toBe(0);
    expect(await http.waitUntilEnded(reportId)).toMatchObject(sameAs(undisturbed));
    expect(await files(reportId)).toEqual([`${reportId}.csv`]);
  });
});
