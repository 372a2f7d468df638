import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Config } from '../../../src/config/config.js';
import { ReportRepository } from '../../../src/persistence/reports/report.repository.js';
import { importText, instant, rowsOf } from '../../support/data/importing.js';
import { copyOlderTimeZones } from '../../support/data/older-time-zones.js';
import { exhaustRetries } from '../../support/faults/exhaust-retries.js';
import { startApiProcess, startWorkerProcess, type TestProcess } from '../../support/system/processes.js';
import { useSystem } from '../../support/system/use-system.js';

const NOW = instant('2026-11-25T00:00:00Z');
const REQUEST = { asOf: '2026-11-24T23:00:00Z' };

const system = useSystem({ clock: () => NOW });
const { http } = system;

let older: Config;
let running: { stop(): Promise<unknown> }[] = [];

const startWorker = async () => {
  const worker = await system.startWorker();
  running.push(worker);
  return worker;
};

const startOlderWorker = async (): Promise<TestProcess> => {
  const worker = await startWorkerProcess(older);
  running.push(worker);
  return worker;
};

/** Makes a report on a worker that has the older time zone data. */
const olderReport = async () => {
  const worker = await startOlderWorker();
  const report = await http.report(REQUEST);
  await worker.stop();
  return report;
};

const remake = async (reportId: string) =>
  http.waitUntilEnded((await http.post(`/reports/${reportId}/remake`)).body.reportId);

const csvRows = async ({ csv }: { csv: { url: string } }) => (await http.get(csv.url)).text.trim().split('\n').slice(1);

beforeAll(async () => {
  for (const name of ['zones', 'hours', 'polls']) {
    await importText(
      system.database,
      await readFile(`test/fixtures/files/inuvik-tz-2026d/${name}.csv`),
      undefined,
      NOW,
    );
  }
  older = { ...system.config, tzdataDir: await copyOlderTimeZones(system.config.tzdataDir, system.folder.path) };
});

afterEach(async () => {
  await Promise.all(running.map((worker) => worker.stop()));
  running = [];
});

describe('the release of the time zone data', () => {
  it('is that of the repository, and reports record it', async () => {
    await startWorker();
    const report = await http.report(REQUEST);
    expect(report.timeZoneData).toEqual({ release: '2026f', remadeFrom: null });
    expect(await csvRows(report)).toEqual([
      'edmonton-ref,60.00,7.50,7.50,0.00,0.50,0.50',
      'inuvik-grocer,60.00,7.50,7.50,0.00,0.50,0.50',
    ]);
    expect((await http.get('/health/ready')).body.timeZoneData).toEqual({ release: '2026f' });
  });

  it('may be another one, by TZDATA_DIR, which the start shows', async () => {
    const worker = await startOlderWorker();
    expect(worker.output()).toContain(`computes with time zone data 2026c from ${older.tzdataDir}`);
    const report = await http.report(REQUEST);
    expect(report.timeZoneData).toEqual({ release: '2026c', remadeFrom: null });
    expect(await csvRows(report)).toContain('inuvik-grocer,60.00,7.00,7.00,0.00,0.00,0.00');
  });

  it('is null for a report from before it was recorded, whose remake says so', async () => {
    await startWorker();
    const { reportId } = await http.report(REQUEST);
    await rowsOf(system.database, `update report set time_zone_release = null where report_id = '${reportId}'`);
    expect((await http.get(`/reports/${reportId}`)).body.timeZoneData).toBeNull();
    expect((await remake(reportId)).timeZoneData).toEqual({
      release: '2026f',
      remadeFrom: { reportId, release: null, sameRelease: null },
    });
  });

  it.each([
    ['a worker', startWorkerProcess],
    ['an API', startApiProcess],
  ])('that can not be read stops the start of %s', async (_what, start) => {
    const tzdataDir = system.folder.path;
    await expect(start({ ...system.config, port: 1, tzdataDir })).rejects.toThrow(
      /the time zone data in .* can't be used: it has no zone America\/Chicago\. Set TZDATA_DIR to .*\n$/,
    );
  });
});

describe('a remake', () => {
  it('under the same release says so', async () => {
    await startWorker();
    const { reportId, csv } = await http.report(REQUEST);
    const remade = await remake(reportId);
    expect(remade.timeZoneData).toEqual({
      release: '2026f',
      remadeFrom: { reportId, release: '2026f', sameRelease: true },
    });
    expect(remade.csv.sha256).toBe(csv.sha256);
  });

  it('under another release says so, and so does the comparison', async () => {
    const original = await olderReport();
    await startWorker();
    const remade = await remake(original.reportId);
    expect(remade.timeZoneData).toEqual({
      release: '2026f',
      remadeFrom: { reportId: original.reportId, release: '2026c', sameRelease: false },
    });
    expect(await csvRows(remade)).toContain('inuvik-grocer,60.00,7.50,7.50,0.00,0.50,0.50');
    const { body } = await http.get(`/reports/${remade.reportId}/diff?against=${original.reportId}`);
    expect(body).toMatchObject({
      timeZoneData: { release: '2026f', against: '2026c' },
      items: [{ storeId: 'inuvik-grocer', change: 'numbers' }],
    });
  });
});

describe('a worker with another release than a report', () => {
  it('computes nothing of it: the report fails, says what to do, and goes on with the right worker', async () => {
    const reportId = await http.trigger(REQUEST);
    await new ReportRepository(system.database).pin(reportId, NOW, '2026c');
    await startWorker();
    await exhaustRetries(system, reportId, 'computeChunk');
    const failed = await http.waitUntilEnded(reportId);
    expect(failed).toMatchObject({ status: 'Failed', failedPart: 'compute', progress: { storesDone: 0 } });
    expect(failed.error).toContain(
      `the report is made with time zone data 2026c, and this worker has 2026f. Make it again by POST /reports/${reportId}/remake, ` +
        'or start a worker with release 2026c (TZDATA_DIR) and retry it',
    );

    await startOlderWorker();
    await http.post(`/reports/${reportId}/retry`);
    const report = await http.waitUntilEnded(reportId);
    expect(report).toMatchObject({ status: 'Complete', timeZoneData: { release: '2026c' } });
    expect(await csvRows(report)).toContain('inuvik-grocer,60.00,7.00,7.00,0.00,0.00,0.00');
  });
});
