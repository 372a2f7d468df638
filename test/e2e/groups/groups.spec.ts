import { beforeAll, describe, expect, it } from '@jest/globals';
import { importText, polls } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { httpClient } from '../../support/client/http.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

const FILE = [
  'store_id,name,group:region,group:brand,target,value_per_hour',
  'a,Main Street,west,x,99.5,100',
  'b,Harbour,west,y,,',
  'c,Airport,east,x,,',
  'd,,,,,',
];

beforeAll(async () => {
  await importText(system.database, [...FILE, ''].join('\n'));
  await importText(
    system.database,
    polls(...['a', 'b', 'c', 'd'].map((store) => `${store},2023-01-24 12:00 UTC,${store === 'c' ? 'in' : ''}active`)),
  );
});

const idsOf = (items: { storeId: string }[]) => items.map(({ storeId }) => storeId);

describe('the groups of stores (23)', () => {
  it('are listed with the number of their stores, in pages', async () => {
    const { body } = await http.get('/groups?limit=3');
    expect(body.items).toEqual([
      { kind: 'brand', value: 'x', stores: 2, target: null },
      { kind: 'brand', value: 'y', stores: 1, target: null },
      { kind: 'region', value: 'east', stores: 1, target: null },
    ]);
    const next = (await http.get(`/groups?limit=3&cursor=${body.nextCursor}`)).body;
    expect(next).toEqual({ items: [{ kind: 'region', value: 'west', stores: 2, target: null }], nextCursor: null });
    expect((await http.get('/groups?kind=Region')).body.items).toHaveLength(2);
  });

  it.each([
    ['/stores?group=region:west', ['a', 'b']],
    ['/stores?group=Region:west&limit=1', ['a']],
    ['/stores?group=region:north', []],
    ['/now/stores?group=brand:x', ['a', 'c']],
  ])('filter %s', async (path, storeIds) => {
    expect(idsOf((await http.get(path)).body.items)).toEqual(storeIds);
  });

  it('filter what is down now, and the uptime of the fleet', async () => {
    expect((await http.get('/now')).body.counts).toMatchObject({ down: 1, up: 3 });
    expect((await http.get('/now?group=region:west')).body).toMatchObject({ counts: { down: 0, up: 2 }, down: [] });
    const { body } = await http.get('/now?group=brand:x');
    expect(body.down).toMatchObject([{ storeId: 'c', name: 'Airport' }]);
    expect((await http.get('/now/uptime?group=region:east')).body).toMatchObject({ stores: 1 });
  });

  it.each([
    ['region', 'is not kind:value'],
    [`${'k'.repeat(300)}:west`, 'has a kind that has 300 characters; at most 60 are allowed'],
    ['region:', 'has a value that is empty'],
  ])('are refused as the filter %j, with what is expected', async (group, problem) => {
    const { status, body } = await http.get(`/stores?group=${group}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: 'group', message: expect.stringContaining(problem) }]);
  });

  it('are found by name on the list of states', async () => {
    expect(idsOf((await http.get('/now/stores?search=harb')).body.items)).toEqual(['b']);
    expect((await http.get('/now/stores?search=harb')).body.items).toMatchObject([{ name: 'Harbour' }]);
  });
});

describe('a store', () => {
  it('says its name, its groups, its target and its value', async () => {
    expect((await http.get('/stores/a')).body).toMatchObject({
      name: 'Main Street',
      groups: { brand: 'x', region: 'west' },
      target: 99.5,
      valuePerHour: 100,
    });
    expect((await http.get('/stores/d')).body).toMatchObject({ name: null, groups: {}, target: null });
  });

  it('is added with them, and changes only what a PATCH names', async () => {
    const added = { storeId: 'e', name: 'New', groups: { Region: ' north ' }, target: 98, valuePerHour: 0.5 };
    expect((await http.send('POST', '/stores', added)).body).toMatchObject({ ...added, groups: { region: 'north' } });
    const change = { groups: { region: null, brand: 'z' }, target: null };
    const { status, body } = await http.send('PATCH', '/stores/e', change);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'New', groups: { brand: 'z' }, target: null, valuePerHour: 0.5 });
    const { body: audit } = await http.get('/audit?entity=store&entityId=e&limit=1');
    expect(audit.items).toMatchObject([
      { action: 'update', before: { groups: { region: 'north' }, target: 98 }, after: { groups: { brand: 'z' } } },
    ]);
    await http.send('DELETE', '/stores/e');
    expect((await http.get('/groups?kind=brand')).body.items).toHaveLength(2);
  });

  it('is not changed by what says nothing new', async () => {
    const { dataVersion } = (await http.get('/now')).body;
    await http.send('PATCH', '/stores/a', { name: ' Main Street ', groups: { region: 'west' } });
    expect((await http.get('/now')).body.dataVersion).toBe(dataVersion);
  });

  it.each([
    [{}, 'expected is at least one field'],
    [{ target: 0 }, 'a target is a number of per cent, more than 0 and up to 100'],
    [{ target: 101 }, 'a target is a number of per cent, more than 0 and up to 100'],
    [{ target: 99.99999 }, 'a target has at most three decimals'],
    [{ valuePerHour: -1 }, 'the value of an open hour is an amount from 0 to 999999999'],
    [{ groups: { 'a:b': 'c' } }, 'contains a colon, which ends the kind in kind:value'],
    [{ groups: { ['k'.repeat(300)]: 'c' } }, 'has 300 characters; at most 60 are allowed'],
    [{ name: '' }, 'is empty'],
  ])('refuses the change %j', async (change, message) => {
    const { status, body } = await http.send('PATCH', '/stores/a', change);
    expect(status).toBe(400);
    expect(body.detail).toContain(message);
  });
});

describe('the target of a group (25)', () => {
  it('is set for a group that has stores, and removed', async () => {
    expect((await http.send('PATCH', '/groups/region/west', { target: 99.9 })).body).toMatchObject({ target: 99.9 });
    expect((await http.get('/groups/REGION/west')).body).toMatchObject({ stores: 2, target: 99.9 });
    expect((await http.send('PATCH', '/groups/region/west', { target: null })).body).toMatchObject({ target: null });
    const { status, body } = await http.send('PATCH', '/groups/region/north', { target: 99 });
    expect({ status, detail: body.detail }).toEqual({
      status: 404,
      detail: 'No store is in the group "region:north". GET /groups lists those there are.',
    });
  });

  it('has a default for all stores', async () => {
    expect((await http.get('/targets/default')).body).toEqual({ target: null });
    expect((await http.send('PUT', '/targets/default', { target: 95 })).body).toEqual({ target: 95 });
    expect((await http.send('PUT', '/targets/default', { target: null })).body).toEqual({ target: null });
    expect((await http.send('PUT', '/targets/default', { target: 0 })).status).toBe(400);
  });
});

describe('a key that is limited to a group', () => {
  it('sees the stores that are in it now, and no others', async () => {
    const { secret } = await addKey(system.database, { role: 'operator', group: { kind: 'region', value: 'west' } });
    const limited = httpClient(() => system.url, secret);
    expect(idsOf((await limited.get('/stores')).body.items)).toEqual(['a', 'b']);
    expect((await limited.get('/stores/c')).status).toBe(404);
    expect((await limited.get('/groups')).body.items).toEqual([
      { kind: 'brand', value: 'x', stores: 1, target: null },
      { kind: 'brand', value: 'y', stores: 1, target: null },
      { kind: 'region', value: 'west', stores: 2, target: null },
    ]);
    expect((await limited.get('/groups/region/east')).status).toBe(404);
    expect((await limited.send('PATCH', '/groups/region/west', { target: 1 })).status).toBe(403);
    await http.send('PATCH', '/stores/c', { groups: { region: 'west' } });
    expect((await limited.get('/stores/c')).status).toBe(200);
    await http.send('PATCH', '/stores/c', { groups: { region: 'east' } });
    expect((await limited.get('/stores/c')).status).toBe(404);
  });
});
