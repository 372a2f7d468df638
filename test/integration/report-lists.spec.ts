import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreScope } from '../../src/domain/access/store-scope.js';
import type { Outage } from '../../src/domain/uptime/outages/outages.js';
import { HOUR } from '../../src/domain/time/instant.js';
import { ReportRepository } from '../../src/persistence/reports/report.repository.js';
import { EncodedRows } from '../../src/persistence/reports/rows/copied-rows.js';
import { KeptOrders } from '../../src/persistence/reports/rows/kept-orders.js';
import {
  ReportOutageRepository,
  type OutagePosition,
  type StoreOutage,
} from '../../src/persistence/reports/rows/report-outage.repository.js';
import { ReportRowListRepository } from '../../src/persistence/reports/rows/report-row-list.repository.js';
import { ReportRowRepository } from '../../src/persistence/reports/rows/report-row.repository.js';
import { ROW_METRICS, type OrderedReportRow, type RowOrder } from '../../src/persistence/reports/rows/report-row.js';
import { useDatabase } from '../support/system/use-database.js';
import { importText, NOW, rowsOf } from '../support/data/importing.js';

const STORES = 60;
const PER_PAGE = 7;

/** Every store, but as a list: pages of a scope are found by the database, and not in an order that is kept. */
const EACH: StoreScope = new Set(Array.from({ length: STORES }, (_, store) => `store-${store}`));

const on = useDatabase();
const reportId = randomUUID();
const listed = { reportId, dataVersion: 1, rows: STORES };
let rows: ReportRowListRepository;
let outages: ReportOutageRepository;

/** Few different numbers, so that many stores have the same. */
const uptimeOf = (store: number) => ({
  up: (store % 4) * HOUR,
  down: (store % 3) * HOUR,
  unobserved: (store % 2) * HOUR,
  excused: 0,
});

const outagesOf = (store: number): Outage[] =>
  Array.from({ length: store % 4 }, (_, index) => ({
    from: index * 5 * HOUR,
    to: (index * 5 + 3 - index) * HOUR,
    open: (3 - index) * HOUR,
    ongoing: false,
    mayHaveBegunBefore: false,
    reason: store % 5 === 0 ? 'tablet offline' : null,
  }));

beforeAll(async () => {
  const values = [...EACH].map((id, store) => `${id},${store % 7 === 0 ? '' : store % 2},region-${store % 3}`);
  await importText(on.database, ['store_id,value_per_hour,group:region', ...values, ''].join('\n'));
  const reports = new ReportRepository(on.database);
  await reports.open(reportId, { asOf: NOW, storeIds: null, interpolation: 'nearest', reachHours: 24 }, NOW);
  await reports.plan(reportId, { storesPerChunk: STORES, chunksPerRun: 1 }, 0);
  await rowsOf(on.database, `update report set stores_total = ${STORES} where report_id = '${reportId}'`);
  const encoded = new EncodedRows(reportId);
  for (const [key, id] of await rowsOf(on.database, 'select key, external_id from store')) {
    const store = Number(String(id).split('-')[1]);
    const isFailed = store === 11;
    encoded.add({
      storeKey: Number(key),
      timeZoneAssumed: true,
      ...(isFailed
        ? { uptimes: null, error: 'its zone is unknown' }
        : { uptimes: [uptimeOf(store), uptimeOf(store + 1)], error: null }),
      outages: isFailed ? [] : outagesOf(store),
      state: null,
    });
  }
  await new ReportRowRepository(on.database).add(encoded);
  const orders = new KeptOrders(on.database);
  rows = new ReportRowListRepository(on.database, orders);
  outages = new ReportOutageRepository(on.database, orders);
});

async function pagesOfRows(order: RowOrder, scope: StoreScope): Promise<OrderedReportRow[][]> {
  const pages: OrderedReportRow[][] = [];
  for (let last: OrderedReportRow | null = null; ;) {
    const after: OrderedReportRow | null = last;
    const query = { order, limit: PER_PAGE, after, storeId: null, search: null, missed: null, scope };
    const page = await rows.list(listed, query);
    if (page.length === 0) return pages;
    pages.push(page);
    last = page.at(-1)!;
  }
}

async function pagesOfOutages(scope: StoreScope): Promise<StoreOutage[][]> {
  const pages: StoreOutage[][] = [];
  for (let after: OutagePosition | null = null; ;) {
    const page: StoreOutage[] = await outages.list(reportId, { limit: PER_PAGE, after, storeId: null, scope });
    if (page.length === 0) return pages;
    pages.push(page);
    after = page.at(-1)!;
  }
}

const ORDERS = [null, ...[0, 1].flatMap((window) => ROW_METRICS.map((value) => ({ value, window })))].flatMap((by) =>
  [false, true].map((descending): [name: string, RowOrder] => {
    const column = by === null ? 'store id' : `${by.value} of window ${by.window}`;
    return [`${column}, ${descending ? 'descending' : 'ascending'},`, { by, descending }];
  }),
);

describe('the pages of a complete report', () => {
  it.each(ORDERS)('sorted by %s hold each row once', async (_name, order) => {
    const kept = await pagesOfRows(order, 'all');
    expect(new Set(kept.flat().map(({ storeId }) => storeId))).toEqual(EACH);
    expect(kept).toEqual(await pagesOfRows(order, EACH));
  });

  it('of outages hold each once, the longest first', async () => {
    const kept = await pagesOfOutages('all');
    expect(kept.flat().map(({ open }) => open)).toEqual(
      kept
        .flat()
        .map(({ open }) => open)
        .sort((a, b) => b - a),
    );
    expect(kept).toEqual(await pagesOfOutages(EACH));
    expect(kept.flat()).toHaveLength([...EACH].flatMap((_, store) => (store === 11 ? [] : outagesOf(store))).length);
  });

  it('go on after a position at which nothing is', async () => {
    const order = { by: { value: 'downtime', window: 0 }, descending: true } as const;
    const query = { order, limit: STORES, storeId: null, search: null, missed: null, scope: 'all' } as const;
    const after = { value: HOUR, storeId: 'store-2 was here' };
    const found = await rows.list(listed, { ...query, after });
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(await rows.list(listed, { ...query, scope: EACH, after }));
    const list = { limit: STORES * 4, storeId: null, after: { open: 2 * HOUR, from: 7, storeId: 'nobody' } };
    expect(await outages.list(reportId, { ...list, scope: 'all' })).toEqual(
      await outages.list(reportId, { ...list, scope: EACH }),
    );
  });

  it('are the same when their order is too long to be kept', async () => {
    const orders = new KeptOrders(on.database, 8);
    const order = { by: { value: 'downtime', window: 0 }, descending: true } as const;
    const query = {
      order,
      limit: STORES,
      after: null,
      storeId: null,
      search: null,
      missed: null,
      scope: 'all',
    } as const;
    const found = await new ReportRowListRepository(on.database, orders).list(listed, query);
    expect(found).toEqual(await rows.list(listed, query));
    const list = { limit: STORES * 4, after: null, storeId: null, scope: 'all' } as const;
    expect(await new ReportOutageRepository(on.database, orders).list(reportId, list)).toEqual(
      await outages.list(reportId, list),
    );
    const select = 'select * from generate_series(1, 2)';
    const get = (rowsOfIt: number) =>
      orders.get(`of ${rowsOfIt}`, { select, columns: 1, countRows: () => Promise.resolve(rowsOfIt) });
    expect([await get(2), await get(3)]).toEqual([Int32Array.of(1, 2), null]);
  });

  it('in the same order are asked for at once by many, and are the same', async () => {
    const fresh = new ReportRowListRepository(on.database, new KeptOrders(on.database));
    const order = { by: { value: 'uptimePercent', window: 1 }, descending: false } as const;
    const query = { order, limit: 5, after: null, storeId: null, search: null, missed: null, scope: 'all' } as const;
    const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => fresh.list(listed, query)));
    expect(first).toHaveLength(5);
    for (const other of others) expect(other).toEqual(first);
  });
});
