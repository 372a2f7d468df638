import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { httpClient } from '../support/http.js';
import { importText, rowsOf } from '../support/importing.js';
import { madeUpPolls } from '../support/made-up-polls.js';
import { startWorkerProcess, type TestProcess } from '../support/processes.js';
import { startSystem, type TestSystem } from '../support/system.js';
import { until } from '../support/until.js';

const STORES = 20_000;

let system: TestSystem;
let http: ReturnType<typeof httpClient>;
const running: TestProcess[] = [];

const startWorker = async () => {
  const worker = await startWorkerProcess(system.config);
  running.push(worker);
  return worker;
};

beforeAll(async () => {
  system = await startSystem();
  http = httpClient(system.url);
  await importText(system.database, [...madeUpPolls(STORES, 8)].join(''));
});

afterAll(async () => {
  await Promise.all(running.map((worker) => worker.kill()));
  await system.stop();
});

const storesDone = async (reportId: string): Promise<number> =>
  (await http.get(`/reports/${reportId}`)).body.progress.storesDone;

const ended = (reportId: string) =>
  until('the report to end', async () => {
    const { body } = await http.get(`/reports/${reportId}`);
    return body.status !== 'Running' && body;
  });

describe('a worker that is killed', () => {
  let undisturbed: any;

  beforeAll(async () => {
    const worker = await startWorker();
    undisturbed = await http.report();
    expect(undisturbed).toMatchObject({ status: 'Complete', progress: { storesDone: STORES, storesTotal: STORES } });
    expect(await worker.stop()).toBe(0);
  });

  it.each([
    ['before the first store is done', 0],
    ['halfway', STORES / 2],
    ['near the end', STORES - 4_000],
  ])('%s costs nothing but time: the CSV is the same to the byte', async (_when, done) => {
    const victim = await startWorker();
    const { reportId } = (await http.post('/reports', {})).body;
    await until(`${done} stores to be done`, async () => (await storesDone(reportId)) >= done);
    await victim.kill();

    await startWorker();
    expect(await ended(reportId)).toMatchObject({
      status: 'Complete',
      progress: { storesDone: STORES, storesTotal: STORES },
      csv: { sha256: undisturbed.csv.sha256, bytes: undisturbed.csv.bytes, rows: STORES },
    });
    expect(
      await rowsOf(system.database, `select count(*)::integer from report_row where report_id = '${reportId}'`),
    ).toEqual([[STORES]]);
    await Promise.all(running.splice(0).map((worker) => worker.stop()));
  });
});
