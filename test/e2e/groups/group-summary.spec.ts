import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareWithTarget, lostHundredths, targetOf } from '../../../src/domain/groups/target.js';
import { httpClient } from '../../support/client/http.js';
import { hours, importText, polls, rowsOf, zones } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const system = useSystem();
const { http } = system;
const AS_OF = '2023-01-25T12:00:00Z';

const STORES = 24;
const GROUP_TARGETS: Record<string, number> = { 'region:r0': 97.5, 'brand:b1': 60 };
const DEFAULT_TARGET = 75;

interface Attributes {
  readonly region: string | null;
  readonly brand: string | null;
  readonly target: number | null;
  readonly value: number | null;
}

/** Any attributes and polls, the same in each run. */
const [attributes, deliveries] = fc.sample(
  fc.tuple(
    fc.array(
      fc.record<Attributes>({
        region: fc.constantFrom('r0', 'r1', 'Ünit 2', null),
        brand: fc.constantFrom('b0', 'b1', null),
        target: fc.constantFrom(null, null, 99.999, 50),
        value: fc.constantFrom(null, 0, 12.35, 999_999),
      }),
      { minLength: STORES, maxLength: STORES },
    ),
    fc.array(fc.array(fc.tuple(fc.nat(7 * 24 * 3600), fc.boolean()), { maxLength: 20 }), {
      minLength: STORES,
      maxLength: STORES,
    }),
  ),
  { numRuns: 1, seed: 25 },
)[0]!;

const idOf = (store: number) => `s${String(store).padStart(2, '0')}`;
const micros = (seconds: number) => BigInt(Math.round(seconds * 1e6));

let report: any;

beforeAll(async () => {
  await system.startWorker();
  const rows = attributes.map(({ region, brand, target, value }, store) =>
    [idOf(store), region, brand, target, value].map((cell) => cell ?? '').join(),
  );
  const header = 'store_id,group:region,group:brand,target,value_per_hour';
  await importText(system.database, [header, ...rows, ''].join('\n'));
  await importText(system.database, zones(...attributes.map((_, store) => `${idOf(store)},UTC`)));
  await importText(system.database, hours(...[0, 1, 2].map((day) => `s00,${day},09:00,17:00`)));
  const lines = deliveries.flatMap((delivery, store) =>
    delivery.map(([seconds, isUp]) => {
      const at = new Date(Date.parse(AS_OF) - seconds * 1000).toISOString();
      return `${idOf(store)},${at},${isUp ? 'active' : 'inactive'}`;
    }),
  );
  await importText(system.database, polls(...lines));
  for (const [group, target] of Object.entries(GROUP_TARGETS)) {
    await http.send('PATCH', `/groups/${group.replace(':', '/')}`, { target });
  }
  await http.send('PUT', '/targets/default', { target: DEFAULT_TARGET });
  const scope = { group: { kind: 'region', value: 'r1' } };
  const excused = { scope, from: '2023-01-24T06:00:00Z', until: '2023-01-25T11:30:00Z', kind: 'excused' };
  expect(await http.post('/closures', excused)).toMatchObject({ status: 201 });
  report = await http.report({ asOf: AS_OF });
});

const summary = (query: string, client = http) => client.get(`/reports/${report.reportId}/summary?${query}`);

const targetOfStore = ({ region, brand, target }: Attributes) => {
  const groups = [`region:${region}`, `brand:${brand}`].flatMap((group) => GROUP_TARGETS[group] ?? []);
  return targetOf(target, groups, DEFAULT_TARGET);
};

/** Sums rows and outages one by one, as the rules say. */
async function expectedOf(window: string, isIn: (store: Attributes) => boolean) {
  const { items } = (await http.get(`/reports/${report.reportId}/rows?limit=1000`)).body;
  const outages = (await http.get(`/reports/${report.reportId}/outages?limit=1000`)).body.items;
  const now = (await http.get('/now/stores?limit=1000')).body.items;
  const stores = attributes.flatMap((store, index) => (isIn(store) ? [{ ...store, id: idOf(index) }] : []));
  const sums = { up: 0n, down: 0n, open: 0n, excused: 0n, met: 0, missed: 0, left: 0n, lost: 0n };
  for (const store of stores) {
    const row = items.find(({ storeId }: any) => storeId === store.id).windows[window];
    const [up, down] = [micros(row.uptimeSeconds), micros(row.downtimeSeconds)];
    sums.up += up;
    sums.down += down;
    sums.open += micros(row.openSeconds);
    sums.excused += micros(row.excusedSeconds);
    const result = compareWithTarget({ up, down }, targetOfStore(store)!);
    if (result !== null) sums[result.met ? 'met' : 'missed']++;
    sums.left += result?.budgetLeft ?? 0n;
    sums.lost += store.value === null ? 0n : lostHundredths(Number(down), store.value);
  }
  const isOf = ({ storeId }: any) => stores.some(({ id }) => id === storeId);
  const own = outages.filter(isOf);
  const ended = own.filter(({ ongoing }: any) => !ongoing);
  const openOf = (some: any[]) => some.reduce((sum, { openSeconds }) => sum + micros(openSeconds), 0n);
  return {
    stores: stores.length,
    downNow: now.filter((store: any) => isOf(store) && store.state === 'down').length,
    unobservedNow: now.filter((store: any) => isOf(store) && store.state === 'unobserved').length,
    uptimeSeconds: Number(sums.up) / 1e6,
    downtimeSeconds: Number(sums.down) / 1e6,
    openSeconds: Number(sums.open) / 1e6,
    excusedSeconds: Number(sums.excused) / 1e6,
    met: sums.met,
    missed: sums.missed,
    budgetLeftSeconds: Number(sums.left) / 1e6,
    lostValue: Number(sums.lost) / 100,
    ...(window === 'last_week' && {
      outages: own.length,
      outagesEnded: ended.length,
      longestOutageSeconds: own[0]?.openSeconds ?? null,
      meanTimeToRepairSeconds: ended.length === 0 ? null : Number(openOf(ended) / BigInt(ended.length)) / 1e6,
      meanTimeBetweenSeconds: own.length === 0 ? null : Number(sums.up / BigInt(own.length)) / 1e6,
    }),
  };
}

describe('the summary of a report by groups (23, 25)', () => {
  it('is computed for the longest window after the report is complete, before anybody asks', async () => {
    await waitFor('the sums of both kinds', async () => {
      const kept = await rowsOf(system.database, 'select kind, "window" from report_group_sum order by kind');
      return JSON.stringify(kept) === '[["brand",2],["region",2]]';
    });
  });

  it.each([
    ['region', 'last_week', ['r0', 'r1', 'Ünit 2', null]],
    ['region', 'last_day', ['r0', 'r1', 'Ünit 2', null]],
    ['Brand', 'last_hour', ['b0', 'b1', null]],
  ])('by %s is, for %s, the sum of the rows of each group', async (by, window, values) => {
    const { status, body } = await summary(`by=${by}&window=${window}`);
    expect({ status, by: body.by, window: body.window.name }).toEqual({ status: 200, by: by.toLowerCase(), window });
    expect(body.groups.map(({ value }: any) => value)).toEqual(values);
    const kind = by.toLowerCase() as 'region' | 'brand';
    for (const group of body.groups) {
      expect(group).toMatchObject(await expectedOf(window, (store) => store[kind] === group.value));
    }
    expect(body.fleet).toMatchObject(await expectedOf(window, () => true));
  });

  it('adds up to the fleet, which is that of the summary without groups', async () => {
    const { body } = await summary('by=region');
    const { windows } = (await summary('')).body;
    const week = windows.find(({ name }: any) => name === 'last_week');
    for (const field of ['openSeconds', 'uptimeSeconds', 'downtimeSeconds', 'unobservedSeconds', 'excusedSeconds']) {
      const sum = body.groups.reduce((added: bigint, group: any) => added + micros(group[field]), 0n);
      expect({ field, sum }).toEqual({ field, sum: micros(body.fleet[field]) });
      expect({ field, value: body.fleet[field] }).toEqual({ field, value: week[field] });
    }
    expect(week.excusedSeconds).toBeGreaterThan(0);
    expect(body.fleet.met + body.fleet.missed).toBeLessThanOrEqual(STORES);
  });

  it('says nothing of outages for a window whose outages are not stored', async () => {
    const { fleet } = (await summary('by=region&window=last_day')).body;
    expect(fleet).toMatchObject({ outages: null, longestOutageSeconds: null, meanTimeToRepairSeconds: null });
  });

  it('is also a CSV, the fleet last', async () => {
    const { text, headers } = await summary('by=region&format=csv');
    expect(headers.get('content-disposition')).toContain('-by-region.csv"');
    const [header, ...lines] = text.trim().split('\n');
    expect(header).toMatch(/^kind,value,window,stores,.*,met,missed,budget_left_seconds,lost_value$/);
    expect(lines.map((line) => line.split(',').slice(0, 3).join())).toEqual([
      'region,r0,last_week',
      'region,r1,last_week',
      'region,Ünit 2,last_week',
      'region,,last_week',
      ',,last_week',
    ]);
    const { groups, fleet } = (await summary('by=region')).body;
    const left = [...groups, fleet].map(({ budgetLeftSeconds }: any) => budgetLeftSeconds);
    expect(Math.min(...left)).toBeLessThan(0);
    expect(lines.map((line) => line.split(',').at(-2))).toEqual(left.map(String));
  });

  it('of a kind that no store has is one group, which is the fleet', async () => {
    const { groups, fleet } = (await summary('by=colour')).body;
    expect(groups).toEqual([{ value: null, ...fleet }]);
  });

  it('counts for a limited key, and for a group, only their stores', async () => {
    const { secret } = await addKey(system.database, { role: 'reader', stores: ['s00', 's01'] });
    expect(
      (
        await summary(
          'by=region',
          httpClient(() => system.url, secret),
        )
      ).body.fleet.stores,
    ).toBe(2);
    const inBrand = attributes.filter(({ brand }) => brand === 'b0').length;
    expect((await summary('by=region&group=brand:b0')).body.fleet.stores).toBe(inBrand);
    expect((await summary('group=brand:b0')).body.windows[0]).toBeDefined();
  });

  it('stays as it is when stores move: the groups of the data version count', async () => {
    const before = (await summary('by=region')).body;
    await http.send('PATCH', '/stores/s03', { groups: { region: 'elsewhere' }, target: 1, valuePerHour: 1 });
    await http.send('PUT', '/targets/default', { target: 1 });
    const { body: made } = await http.post(`/reports/${report.reportId}/remake`);
    await http.waitUntilEnded(made.reportId);
    expect((await http.get(`/reports/${made.reportId}/summary?by=region`)).body).toEqual(before);
  });

  it.each([
    ['by=region&window=P1Y', 'window', 'there is no window "P1Y"; there are last_hour, last_day, last_week'],
    ['by=a:b', 'by', '"a:b" contains a colon, which ends the kind in kind:value'],
    ['format=csv', 'by', 'window and format=csv need a kind of groups, such as by=region'],
  ])('refuses %s', async (query, path, message) => {
    expect(await summary(query)).toMatchObject({ status: 400, body: { errors: [{ path, message }] } });
  });
});
