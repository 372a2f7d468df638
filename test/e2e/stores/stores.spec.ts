import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours, importText, polls, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

beforeAll(async () => {
  await importText(
    system.database,
    polls(
      'b,2023-01-23 10:14:00.000001 UTC,active',
      'b,2023-01-23 11:15:00 UTC,inactive',
      'a/ü?,2023-01-23 11:00 UTC,active',
    ),
  );
  await importText(system.database, hours('b,0,09:00,12:00'));
  await importText(system.database, zones('b,Asia/Kathmandu', 'c,Asia/Beirut'));
});

const NO_ATTRIBUTES = { name: null, groups: {}, target: null, valuePerHour: null };

describe('stores', () => {
  it('are listed by id, with their data', async () => {
    expect((await http.get('/stores')).body).toEqual({
      items: [
        {
          storeId: 'a/ü?',
          timeZone: 'America/Chicago',
          timeZoneAssumed: true,
          alwaysOpen: true,
          ...NO_ATTRIBUTES,
          newestPoll: { at: '2023-01-23T11:00:00.000000Z', status: 'active' },
        },
        {
          storeId: 'b',
          timeZone: 'Asia/Kathmandu',
          timeZoneAssumed: false,
          alwaysOpen: false,
          ...NO_ATTRIBUTES,
          newestPoll: { at: '2023-01-23T11:15:00.000000Z', status: 'inactive' },
        },
        {
          storeId: 'c',
          timeZone: 'Asia/Beirut',
          timeZoneAssumed: false,
          alwaysOpen: true,
          ...NO_ATTRIBUTES,
          newestPoll: null,
        },
      ],
      nextCursor: null,
    });
  });

  it('are listed page by page', async () => {
    const first = (await http.get('/stores?limit=2')).body;
    expect(first.items.map((store: any) => store.storeId)).toEqual(['a/ü?', 'b']);
    const second = (await http.get(`/stores?limit=2&cursor=${first.nextCursor}`)).body;
    expect(second.items.map((store: any) => store.storeId)).toEqual(['c']);
    expect(second.nextCursor).toBeNull();
  });

  it('are found by id, whatever characters it has', async () => {
    expect((await http.get(`/stores/${encodeURIComponent('a/ü?')}`)).body).toMatchObject({ storeId: 'a/ü?' });
    expect((await http.get('/stores/b/')).body).toMatchObject({ storeId: 'b' });
  });
});
