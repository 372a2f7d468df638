import { beforeAll, describe, expect, it } from '@jest/globals';
import { importText, polls, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;
const AS_OF = '2023-01-25T00:00:00Z';

let reportId: string;

/** Each store is down for some hours of the day before the as-of instant, and up for the others. */
const HOURS_DOWN = { a: 3, b: 3, c: 3, d: 12, e: 0 };

beforeAll(async () => {
  await system.startWorker();
  await importText(
    system.database,
    [
      'store_id,name,group:region,group:brand,target,value_per_hour',
      'a,Own,west,x,99,10.5',
      'b,By group,west,x,,0.333',
      'b,By group,west,x,,0.33',
      'c,By default,,,,',
      'd,Worst,west,y,,2.25',
      'e,Fine,west,x,100,1',
      'silent,Silent,west,x,99,1',
      '',
    ].join('\n'),
  );
  const stores = [...Object.keys(HOURS_DOWN), 'silent'];
  await importText(system.database, zones(...stores.map((store) => `${store},UTC`)));
  const rows = Object.entries(HOURS_DOWN).flatMap(([store, down]) => [
    `${store},2023-01-24T00:00:00Z,active`,
    ...(down === 0 ? [] : [`${store},2023-01-24T${String(24 - down).padStart(2, '0')}:00:00Z,inactive`]),
  ]);
  await importText(system.database, polls(...rows));
  await http.send('PATCH', '/groups/region/west', { target: 80 });
  await http.send('PATCH', '/groups/brand/x', { target: 90 });
  await http.send('PUT', '/targets/default', { target: 87.5 });
  const request = { asOf: AS_OF, interpolation: 'previous', windows: ['PT1H', 'P1D'] };
  reportId = (await http.report(request)).reportId;
});

const rows = async (query: string) => http.get(`/reports/${reportId}/rows?${query}`);
const idsOf = async (query: string) => (await rows(query)).body.items.map(({ storeId }: any) => storeId);
const dayOf = async (storeId: string) => (await rows(`storeId=${storeId}`)).body.items[0].windows.P1D;

describe('the target of a store in a report (25)', () => {
  it.each([
    ['a', { target: 99, met: false, budgetLeftSeconds: -9_936, burnRate: 12.5, lostValue: 31.5 }],
    ['b', { target: 90, met: false, budgetLeftSeconds: -2_160, burnRate: 1.25, lostValue: 0.99 }],
    ['c', { target: 87.5, met: true, budgetLeftSeconds: 0, burnRate: 1, lostValue: null }],
    ['d', { target: 80, met: false, budgetLeftSeconds: -25_920, burnRate: 2.5, lostValue: 27 }],
    ['e', { target: 100, met: true, budgetLeftSeconds: 0, burnRate: null, lostValue: 0 }],
    ['silent', { target: 99, met: null, budgetLeftSeconds: null, burnRate: null, lostValue: 0 }],
  ])('is its own, else the highest of its groups, else the default: %s', async (storeId, expected) => {
    expect(await dayOf(storeId)).toMatchObject(expected);
  });

  it('burns over a day and longer, not over single polls', async () => {
    const { windows } = (await rows('storeId=a')).body.items[0];
    expect(windows.PT1H).toMatchObject({ met: false, burnRate: null });
  });

  it('stands beside the name, the groups and the outages of the store', async () => {
    const [row] = (await rows('storeId=a')).body.items;
    expect(row).toMatchObject({ name: 'Own', groups: { brand: 'x', region: 'west' } });
    expect(row.windows.P1D).toMatchObject({
      outages: 1,
      longestOutageSeconds: 3 * 3600,
      meanTimeBetweenSeconds: 21 * 3600,
    });
    expect(row.windows.PT1H).toMatchObject({ outages: null, longestOutageSeconds: null });
  });
});

describe('the rows of a report', () => {
  it('that missed their target are listed by lost value, the highest first, in pages', async () => {
    expect(await idsOf('missed=true')).toEqual(['a', 'd', 'b']);
    const { body } = await rows('missed=true&limit=2');
    expect(body).toMatchObject({ total: 3, items: [{ storeId: 'a' }, { storeId: 'd' }] });
    expect(await idsOf(`missed=true&limit=2&cursor=${body.nextCursor}`)).toEqual(['b']);
    expect(await idsOf('missed=true&group=brand:y')).toEqual(['d']);
  });

  it('that met it are the others that have one and were observed', async () => {
    expect(await idsOf('missed=false&sort=storeId')).toEqual(['c', 'e']);
  });

  it('that missed it in the window that is sorted by', async () => {
    expect(await idsOf('missed=true&sort=PT1H.downtimeSeconds')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are sorted by lost value, those without one as the lowest', async () => {
    expect(await idsOf('sort=P1D.lostValue&order=desc')).toEqual(['a', 'd', 'b', 'e', 'silent', 'c']);
  });

  it('keep the targets of their data version', async () => {
    await http.send('PATCH', '/stores/a', { target: 1, name: 'Renamed' });
    expect(await dayOf('a')).toMatchObject({ target: 99, met: false });
    expect((await rows('storeId=a')).body.items[0].name).toBe('Own');
    expect(await idsOf('missed=true')).toEqual(['a', 'd', 'b']);
  });

  it('are not listed for what "missed" does not know', async () => {
    const { status, body } = await rows('missed=perhaps');
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: 'missed' }]);
  });
});

describe('a report', () => {
  it('is stale when another target counts for its stores: one of a group, or the default', async () => {
    const { reportId: latest } = await http.report({ asOf: AS_OF });
    const changed = async () => (await http.get(`/reports/${latest}`)).body.changed.stores;
    expect(await changed()).toBe(0);
    // Stores a and e, and the silent one, have a target of their own.
    await http.send('PATCH', '/groups/brand/x', { target: 95 });
    expect(await changed()).toBe(1);
    await http.send('PUT', '/targets/default', { target: null });
    expect(await changed()).toBe(2);
    await http.send('PATCH', '/groups/region/west', { target: null });
    expect(await changed()).toBe(3);
    await http.send('PATCH', '/groups/region/west', { target: 80 });
    await http.send('PATCH', '/groups/brand/x', { target: 90 });
    await http.send('PUT', '/targets/default', { target: 87.5 });
    expect((await http.get(`/reports/${latest}`)).body).toMatchObject({ stale: false, changed: { stores: 0 } });
  });
});
