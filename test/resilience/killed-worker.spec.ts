import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/persistence/connection/database.js';
import type { HttpClient } from '../support/client/http.js';
import { importText, rowsOf } from '../support/data/importing.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { startWorkerProcess, type TestProcess } from '../support/system/processes.js';
import { sameAs } from '../support/client/same-report.js';
import { whileLocked } from '../support/faults/while-locked.js';
import { useSystem, withSystem } from '../support/system/use-system.js';
import { waitFor } from '../support/wait-for.js';

const STORES = 20_000;

/** Three chunks, which are not given to other workers. */
const STORES_OF_ONE_WORKER = 12_000;

const system = useSystem();
const { http } = system;
let undisturbed: any;
const running: TestProcess[] = [];

const startWorker = async () => {
  const worker = await startWorkerProcess(system.config);
  running.push(worker);
  return worker;
};

beforeAll(async () => {
  await importText(system.database, [...madeUpPolls(STORES, 8)].join(''));
  const worker = await startWorker();
  undisturbed = await http.report();
  expect(undisturbed).toMatchObject({ status: 'Complete', progress: { storesDone: STORES, storesTotal: STORES } });
  expect(await worker.stop()).toBe(0);
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
});

describe('a worker that is killed', () => {
  it('while the report begins delays it by seconds', async () => {
    const reportId = await http.trigger();
    await whileLocked(system.database, 'store', async (reportBegins) => {
      const worker = await startWorker();
      await reportBegins();
      await worker.kill();
    });

    await startWorker();
    // Less than the minute of the activity's timeout: the missing heartbeat is enough.
    expect(await http.waitUntilEnded(reportId, 45_000)).toMatchObject(sameAs(undisturbed));
  });

  it('at a tenth, halfway, and near the end only delays it: the CSV is the same to the byte', async () => {
    const reportIds: string[] = [];
    for (const done of [STORES * 0.1, STORES * 0.5, STORES * 0.9]) {
      const victim = await startWorker();
      const reportId = await http.trigger();
      await waitFor(`${done} stores to be done`, async () => (await http.storesDone(reportId)) >= done);
      await victim.kill();
      reportIds.push(reportId);
    }

    await startWorker();
    for (const reportId of reportIds) {
      expect(await http.waitUntilEnded(reportId)).toMatchObject(sameAs(undisturbed));
      expect(
        await rowsOf(system.database, `select count(*)::integer from report_row where report_id = '${reportId}'`),
      ).toEqual([[STORES]]);
    }
  });

  it.each([
    ['while it reads the polls', killWhileItReads],
    ['after a chunk', killAfterAChunk],
  ])('in a report that it computes by itself, %s, only delays it, too', async (_when, kill) => {
    await withSystem({}, async ({ config, database, http: small }) => {
      await importText(database, [...madeUpPolls(STORES_OF_ONE_WORKER, 8)].join(''));
      const victim = await startWorkerProcess(config);
      const before = await small.report();
      const reportId = await kill(victim, small, database);
      const worker = await startWorkerProcess(config);
      expect(await small.waitUntilEnded(reportId)).toMatchObject(sameAs(before));
      expect(
        await rowsOf(database, `select count(*)::integer from report_row where report_id = '${reportId}'`),
      ).toEqual([[STORES_OF_ONE_WORKER]]);
      await worker.stop();
    });
  });
});

/** Triggers a report, kills the worker as soon as it waits for polls, and returns the id of the report. */
async function killWhileItReads(victim: TestProcess, api: HttpClient, database: Database): Promise<string> {
  let reportId!: string;
  await whileLocked(database, 'poll', async (chunkIsRead) => {
    reportId = await api.trigger();
    await chunkIsRead();
    await victim.kill();
  });
  return reportId;
}

async function killAfterAChunk(victim: TestProcess, api: HttpClient): Promise<string> {
  const reportId = await api.trigger();
  await waitFor('a chunk to be done', async () => (await api.storesDone(reportId)) > 0);
  await victim.kill();
  return reportId;
}
