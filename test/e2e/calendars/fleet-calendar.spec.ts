import { beforeAll, describe, expect, it } from '@jest/globals';
import { httpClient } from '../../support/client/http.js';
import { importText } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

beforeAll(async () => {
  await importText(system.database, 'store_id,group:region\na,west\nb,west\nc,east\n');
  await importText(
    system.database,
    [
      'store_id,group,date,start_time_local,end_time_local,reason',
      ',region:west,2023-02-14,,,Valentine',
      ',region:east,2023-02-14,10:00,14:00,',
      ',region:west,2023-03-01,,,later',
      'a,,2023-02-14,,,painting',
      'b,,2023-02-14,,,painting',
      'c,,2023-02-14,10:00,12:00,stocktaking',
      'c,,2023-02-20,,,',
      '',
    ].join('\n'),
  );
  for (const [scope, from, until] of [
    [{ fleet: true }, '2023-02-28T00:00:00', null],
    [{ storeId: 'c' }, '2023-01-01T00:00:00Z', '2023-01-31T00:00:00Z'],
    [{ group: { kind: 'region', value: 'east' } }, '2023-02-10T00:00:00Z', '2023-02-11T00:00:00Z'],
  ]) {
    expect(await http.post('/closures', { scope, from, until, kind: 'closed' })).toMatchObject({ status: 201 });
  }
});

const calendar = async (from: string, to: string, client = http) => client.get(`/calendar?from=${from}&to=${to}`);

const scopesOf = ({ closures }: any) => closures.map(({ scope }: any) => Object.keys(scope)[0]);

describe('the calendar of all stores', () => {
  it('has the special hours of groups, and those of stores by reason, on each date that has any', async () => {
    const { status, body } = await calendar('2023-02-01', '2023-02-28');
    expect(status).toBe(200);
    expect(body.days).toEqual([
      {
        date: '2023-02-14',
        groups: [
          { group: { kind: 'region', value: 'east' }, stores: 1, intervals: [{ open: '10:00', close: '14:00' }] },
          { group: { kind: 'region', value: 'west' }, stores: 2, closed: true, reason: 'Valentine' },
        ],
        stores: [
          { closed: true, reason: 'painting', stores: 2, example: 'a' },
          { closed: false, reason: 'stocktaking', stores: 1, example: 'c' },
        ],
      },
      { date: '2023-02-20', groups: [], stores: [{ closed: true, reason: null, stores: 1, example: 'c' }] },
    ]);
  });

  it('has the closures that may take time of the dates', async () => {
    expect(scopesOf((await calendar('2023-02-01', '2023-02-28')).body)).toEqual(['fleet', 'group']);
    expect(scopesOf((await calendar('2023-02-12', '2023-02-14')).body)).toEqual([]);
  });

  it('has what is of the stores of a limited key alone', async () => {
    const { secret } = await addKey(system.database, { role: 'reader', stores: ['a'] });
    const { body } = await calendar('2023-02-01', '2023-02-28', httpClient(system.url, secret));
    expect(body.days).toMatchObject([
      { groups: [{ group: { value: 'west' }, stores: 1 }], stores: [{ reason: 'painting', stores: 1, example: 'a' }] },
    ]);
    expect(body.days).toHaveLength(1);
    expect(scopesOf(body)).toEqual(['fleet']);
  });

  it.each([
    ['2023-02-02', '2023-02-01', /must not be before from/],
    ['2023-02-30', '2023-03-01', /"2023-02-30" is not a date/],
    ['2023-02-01', '2024-02-08', /at most 372 days/],
  ])('from %s to %s is refused', async (from, to, detail) => {
    expect(await calendar(from, to)).toMatchObject({ status: 400, body: { detail: expect.stringMatching(detail) } });
  });

  it('has the dates at the ends of the years that there are', async () => {
    expect(await calendar('1970-01-01', '1970-01-01')).toMatchObject({ status: 200 });
    expect(await calendar('2254-12-31', '2254-12-31')).toMatchObject({ status: 200 });
  });
});
