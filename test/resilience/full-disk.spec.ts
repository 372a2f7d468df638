import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exhaustRetries } from '../support/system/exhaust-retries.js';
import { httpClient } from '../support/client/http.js';
import { importText } from '../support/data/importing.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { startWorkerProcess, type TestProcess } from '../support/system/processes.js';
import { sameAs } from '../support/client/same-report.js';
import { canMountSmallDisk, mountSmallDisk, type SmallDisk } from '../support/system/small-disk.js';
import { startSystem, type TestSystem } from '../support/system/system.js';
import { waitFor } from '../support/wait-for.js';

const STORES = 6_000;

const canMount = canMountSmallDisk();
if (!canMount) console.warn('A full disk is not tried: no file system can be mounted here.');
const describeIfMountable = canMount ? describe : describe.skip;

describeIfMountable('a disk that is full while a CSV is written', () => {
  let system: TestSystem;
  let http: ReturnType<typeof httpClient>;
  let worker: TestProcess;
  let disk: SmallDisk | undefined;
  let undisturbed: any;

  beforeAll(async () => {
    system = await startSystem();
    http = httpClient(system.url);
    await importText(system.database, [...madeUpPolls(STORES, 4)].join(''));
    worker = await startWorkerProcess(system.config);
    undisturbed = await http.report();
    disk = mountSmallDisk(system.config.reportsDir, '64k');
  });

  afterAll(async () => {
    disk?.remove();
    await worker.kill();
    await system.stop();
  });

  /** The attempt that is made or waited for, and what the last one failed of. */
  const assembling = async (reportId: string) => {
    const handle = system.temporal.client.workflow.getHandle(`report-${reportId}`);
    const { pendingActivities } = (await handle.describe()).raw;
    return pendingActivities?.find(({ activityType }) => activityType?.name === 'assembleCsv');
  };

  const files = () => readdir(system.config.reportsDir);

  it('leaves no draft behind, and with room again the report is the same to the byte', async () => {
    const reportId = await http.trigger();
    const failed = await waitFor('attempts to fail', async () => {
      const activity = await assembling(reportId);
      return (activity?.attempt ?? 0) > 2 && activity;
    });
    expect(failed.lastFailure?.message).toMatch(/ENOSPC/);
    expect(await waitFor('an attempt to be over', async () => (await files()).length === 0)).toBe(true);
    expect((await http.get(`/reports/${reportId}`)).body).toMatchObject({ status: 'Running', csv: null });

    disk!.resize('4m');
    expect(await http.ended(reportId)).toMatchObject(sameAs(undisturbed));
    expect(await files()).toEqual([`${reportId}.csv`]);
    expect((await http.get(`/reports/${reportId}/csv`)).text).toHaveLength(undisturbed.csv.bytes);
  });

  it('ends as Failed where no room comes, says so, and retried once there is some, has its CSV written and no more', async () => {
    // The CSV of the report before is there, and no room for another.
    disk!.resize(`${Math.ceil(undisturbed.csv.bytes / 1024) + 64}k`);
    const reportId = await http.trigger();
    await exhaustRetries(system, reportId, 'assembleCsv');
    expect(await http.ended(reportId)).toMatchObject({
      status: 'Failed',
      error: expect.stringMatching(/^the CSV could not be written: ENOSPC/),
      failedPart: 'assemble',
      progress: { storesDone: STORES },
    });
    expect((await files()).filter((name) => name.startsWith(reportId))).toEqual([]);

    disk!.resize('4m');
    expect(await http.post(`/reports/${reportId}/retry`)).toMatchObject({ status: 202 });
    expect(await http.ended(reportId)).toMatchObject({ ...sameAs(undisturbed), attempt: 2 });
  });
});
