import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exhaustRetries } from '../support/faults/exhaust-retries.js';
import { importText } from '../support/data/importing.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { sameAs } from '../support/client/same-report.js';
import { canMountSmallDisk, mountSmallDisk, type SmallDisk } from '../support/faults/small-disk.js';
import { useSystem } from '../support/system/use-system.js';
import { waitFor } from '../support/wait-for.js';

const STORES = 6_000;

const canMount = canMountSmallDisk();
if (!canMount) console.warn('A full disk is not tried: no file system can be mounted here.');
const describeIfMountable = canMount ? describe : describe.skip;

describeIfMountable('a disk that is full while a CSV is written', () => {
  let disk: SmallDisk | undefined;
  // Unmounts before the system removes the folder.
  afterAll(() => disk?.remove());

  const system = useSystem();
  const { http } = system;
  let undisturbed: any;

  beforeAll(async () => {
    await importText(system.database, [...madeUpPolls(STORES, 4)].join(''));
    await system.startWorkerProcess();
    undisturbed = await http.report();
    disk = mountSmallDisk(system.config.reportsDir, '64k');
  });

  /** The current attempt, and the failure of the last one. */
  const assembling = async (reportId: string) => {
    const handle = system.temporal.client.workflow.getHandle(`report-${reportId}`);
    const { pendingActivities } = (await handle.describe()).raw;
    return pendingActivities?.find(({ activityType }) => activityType?.name === 'assembleCsv');
  };

  const files = () => readdir(system.config.reportsDir);

  it('leaves no temporary file, and with space again the report is the same to the byte', async () => {
    const reportId = await http.trigger();
    const failed = await waitFor('attempts to fail', async () => {
      const activity = await assembling(reportId);
      return (activity?.attempt ?? 0) > 2 && activity;
    });
    expect(failed.lastFailure?.message).toMatch(/ENOSPC/);
    expect(await waitFor('an attempt to be over', async () => (await files()).length === 0)).toBe(true);
    expect((await http.get(`/reports/${reportId}`)).body).toMatchObject({ status: 'Running', csv: null });

    disk!.resize('4m');
    expect(await http.waitUntilEnded(reportId)).toMatchObject(sameAs(undisturbed));
    expect(await files()).toEqual([`${reportId}.csv`]);
    expect((await http.get(`/reports/${reportId}/csv`)).text).toHaveLength(undisturbed.csv.bytes);
  });

  it('fails the report, says so, and a retry with space only writes the CSV', async () => {
    // The disk holds the CSV of the earlier report, and has no space for another.
    disk!.resize(`${Math.ceil(undisturbed.csv.bytes / 1024) + 64}k`);
    const reportId = await http.trigger();
    await exhaustRetries(system, reportId, 'assembleCsv');
    expect(await http.waitUntilEnded(reportId)).toMatchObject({
      status: 'Failed',
      error: expect.stringMatching(/^the CSV could not be written: ENOSPC/),
      failedPart: 'assemble',
      progress: { storesDone: STORES },
    });
    expect((await files()).filter((name) => name.startsWith(reportId))).toEqual([]);

    disk!.resize('4m');
    expect(await http.post(`/reports/${reportId}/retry`)).toMatchObject({ status: 202 });
    expect(await http.waitUntilEnded(reportId)).toMatchObject({ ...sameAs(undisturbed), attempt: 2 });
  });
});
