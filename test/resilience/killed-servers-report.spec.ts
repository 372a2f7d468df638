import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useKillableSystem, type Part } from '../support/faults/killable-system.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { sameAs } from '../support/client/same-report.js';
import { waitFor } from '../support/wait-for.js';
import { uploadAndWait } from '../support/client/upload.js';

const STORES = 20_000;

const system = useKillableSystem();
const { http } = system;
let undisturbed: any;

beforeAll(async () => {
  await uploadAndWait(system.url, ['store_status.csv', [...madeUpPolls(STORES, 8)].join('')]);
  undisturbed = await http.report();
});

describe('killed in the middle of a report and brought back, the report is the same to the byte:', () => {
  it.each<Part>(['PostgreSQL', 'the Temporal server'])('%s', async (part) => {
    const reportId = await http.trigger();
    await waitFor('some stores to be done', async () => (await http.storesDone(reportId)) > STORES / 4);
    await system.kill(part);
    await system.restart(part);
    expect(await http.waitUntilEnded(reportId)).toMatchObject(sameAs(undisturbed));
    await system.workflowEnd(`report-${reportId}`);
  });
});

describe('killed while it is asked for reports, without a key,', () => {
  it('the API leaves none of them Running for ever: each that was taken is made, and the same', async () => {
    const taken: string[] = [];
    for (let round = 0; round < 4; round++) {
      const asked = Array.from({ length: 3 }, () => http.trigger({ storeIds: ['store-1'] }).catch(() => null));
      await pause(Math.random() * 20);
      await system.kill('the API');
      taken.push(...(await Promise.all(asked)).filter((reportId) => reportId !== null));
      await system.restart('the API');
    }
    const undisturbedOfOne = await http.report({ storeIds: ['store-1'] });
    const reports = await waitFor('every report to end', async () => {
      const rows = await system.query(`select report_id, status from report`);
      return rows.every(([, status]) => status !== 'Running') && rows;
    });
    expect(reports.map(([reportId]) => reportId)).toEqual(expect.arrayContaining(taken));
    expect(
      await system.query(`select distinct status, csv_sha256 from report where jsonb_array_length(store_ids) = 1`),
    ).toEqual([['Complete', undisturbedOfOne.csv.sha256]]);
  });
});
