import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Outage } from '../../src/domain/uptime/outages/outages.js';
import { noTime } from '../../src/domain/uptime/uptime.js';
import { ReportNotFoundError } from '../../src/persistence/reports/report-errors.js';
import { ReportRepository } from '../../src/persistence/reports/report.repository.js';
import { EncodedRows } from '../../src/persistence/reports/rows/copied-rows.js';
import { KeptOrders } from '../../src/persistence/reports/rows/kept-orders.js';
import { ReportOutageRepository } from '../../src/persistence/reports/rows/report-outage.repository.js';
import { ReportRowRepository } from '../../src/persistence/reports/rows/report-row.repository.js';
import type { ReportRow } from '../../src/persistence/reports/rows/report-row.js';
import { useDatabase } from '../support/system/use-database.js';
import { importText, NOW, polls, rowsOf } from '../support/data/importing.js';

const on = useDatabase();
let rows: ReportRowRepository;
let keys: number[];

beforeAll(async () => {
  await importText(on.database, polls(...['a', 'b', 'c'].map((store) => `${store},2023-01-23 11:00 UTC,active`)));
  rows = new ReportRowRepository(on.database);
  keys = (await rowsOf(on.database, 'select key from store order by external_id')).map(([key]) => key as number);
});

async function newReport(): Promise<string> {
  const reportId = randomUUID();
  const reports = new ReportRepository(on.database);
  await reports.open(reportId, { asOf: NOW, storeIds: null, interpolation: 'nearest', reachHours: 24 }, NOW);
  await reports.plan(reportId, { storesPerChunk: 10, chunksPerRun: 10 }, 0);
  await rowsOf(on.database, `update report set stores_total = 3 where report_id = '${reportId}'`);
  return reportId;
}

const row = (store: number, other: Partial<ReportRow> = {}): ReportRow =>
  ({
    storeKey: keys[store]!,
    timeZoneAssumed: true,
    uptimes: [{ ...noTime(), up: store + 1 }],
    error: null,
    outages: [],
    state: null,
    ...other,
  }) as ReportRow;

async function add(reportId: string, some: readonly ReportRow[]): Promise<void> {
  const encoded = new EncodedRows(reportId);
  for (const one of some) encoded.add(one);
  await rows.add(encoded);
}

const outage = (from: number, reason: string | null): Outage => ({
  from,
  to: from + 2 ** 52,
  open: 2 ** 40 + from,
  mayHaveBegunBefore: from === 0,
  ongoing: from !== 0,
  reason,
});

const countsOf = async (reportId: string) =>
  (
    await rowsOf(
      on.database,
      `select stores_done, stores_failed, stores_with_assumed_time_zone from report where report_id = '${reportId}'`,
    )
  )[0];

const readAll = async (reportId: string) => (await Array.fromAsync(rows.readAll(reportId))).flat();

describe('the rows of a report', () => {
  it('are read as they were added: numbers of any size, outages with and without reasons, and stores without numbers', async () => {
    const reportId = await newReport();
    const [first, second] = [outage(-5, null), outage(0, 'paused "by" staff, {or} ü')];
    const times = { up: 2 ** 53 - 1, down: 2 ** 32, unobserved: 0, excused: 7 };
    await add(reportId, [
      row(2, { uptimes: null, error: 'the zone Mars/Phobos is unknown' }),
      row(0, { uptimes: [times, noTime()], outages: [first, second], state: 'down' }),
      row(1, { timeZoneAssumed: false, outages: [outage(1, null)], state: 'unobserved' }),
    ]);
    expect(await readAll(reportId)).toEqual([
      {
        storeId: 'a',
        uptimes: [
          { up: times.up, down: times.down },
          { up: 0, down: 0 },
        ],
      },
      { storeId: 'b', uptimes: [{ up: 2, down: 0 }] },
      { storeId: 'c', uptimes: null },
    ]);
    expect(await Array.fromAsync(rows.streamRows(reportId, 'all'))).toMatchObject([
      { storeId: 'a', uptimes: [times, noTime()], error: null, timeZoneAssumed: true },
      { storeId: 'b', timeZoneAssumed: false },
      { storeId: 'c', uptimes: null, error: 'the zone Mars/Phobos is unknown' },
    ]);
    const list = { limit: 10, after: null, storeId: null, scope: 'all' } as const;
    expect(await new ReportOutageRepository(on.database, new KeptOrders(on.database)).list(reportId, list)).toEqual([
      { storeId: 'b', ...outage(1, null) },
      { storeId: 'a', ...second },
      { storeId: 'a', ...first },
    ]);
    expect(
      await rowsOf(on.database, `select state from report_row where report_id = '${reportId}' order by store_key`),
    ).toEqual([['d'], ['u'], [null]]);
    expect(await countsOf(reportId)).toEqual([3, 1, 2]);
  });

  it('are added and counted once, however often and by however many at once, and the first ones stay', async () => {
    const reportId = await newReport();
    await add(reportId, [row(1)]);
    const later = [0, 1, 2].map((store) => row(store, { uptimes: [{ ...noTime(), up: 100 + store }] }));
    await Promise.all(Array.from({ length: 6 }, () => add(reportId, later)));
    expect((await readAll(reportId)).map(({ uptimes }) => uptimes![0]!.up)).toEqual([100, 2, 102]);
    expect(await countsOf(reportId)).toEqual([3, 0, 3]);
  });

  it('are not added to a report that there is not', async () => {
    const reportId = randomUUID();
    await expect(add(reportId, [row(0)])).rejects.toThrow(ReportNotFoundError);
    expect(await readAll(reportId)).toEqual([]);
  });

  it('go with their report', async () => {
    const reportId = await newReport();
    await add(reportId, [row(0)]);
    await rowsOf(
      on.database,
      `update report set status = 'Cancelled', finished_at = now() where report_id = '${reportId}'`,
    );
    expect(await new ReportRepository(on.database).drop(reportId)).toBe(true);
    expect(
      await rowsOf(on.database, `select count(*)::integer from report_row where report_id = '${reportId}'`),
    ).toEqual([[0]]);
  });
});
