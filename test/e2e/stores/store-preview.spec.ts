import { beforeAll, describe, expect, it } from '@jest/globals';
import { httpClient } from '../../support/client/http.js';
import { hours, importText, polls, rowsOf, zones } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

/** 2023-01-23 is a Monday. */
beforeAll(async () => {
  await importText(
    system.database,
    polls('a,2023-01-23 10:00:00 UTC,active', 'a,2023-01-23 16:00:00 UTC,inactive', 'b,2023-01-23 16:00:00 UTC,active'),
  );
  await importText(system.database, hours('a,0,09:00,12:00', 'b,0,09:00,12:00'));
  await importText(system.database, zones('a,Etc/UTC'));
});

const MONDAY = 'from=2023-01-23T00:00:00Z&to=2023-01-24T00:00:00Z';
const preview = (storeId: string, body: unknown, query = MONDAY) =>
  http.post(`/stores/${storeId}/uptime/preview?${query}`, body);
const uptime = async (storeId: string) => (await http.get(`/stores/${storeId}/uptime?${MONDAY}`)).body;

describe('the preview of another zone and other hours', () => {
  it('has the numbers of the window as it is, and as it would be', async () => {
    const { status, body } = await preview('a', { businessHours: [{ dayOfWeek: 0, open: '09:00', close: '17:00' }] });
    expect(status).toBe(200);
    expect(body).toEqual({
      storeId: 'a',
      timeZone: 'Etc/UTC',
      timeZoneAssumed: false,
      timeZoneRelease: '2026f',
      from: '2023-01-23T00:00:00.000000Z',
      to: '2023-01-24T00:00:00.000000Z',
      asOf: '2023-02-01T00:00:00.000000Z',
      interpolation: 'nearest',
      reachHours: 24,
      dataVersion: 3,
      current: {
        openSeconds: 10_800,
        uptimeSeconds: 10_800,
        downtimeSeconds: 0,
        unobservedSeconds: 0,
        excusedSeconds: 0,
        coverage: 1,
        uptimePercent: 100,
      },
      changed: {
        openSeconds: 28_800,
        uptimeSeconds: 14_400,
        downtimeSeconds: 14_400,
        unobservedSeconds: 0,
        excusedSeconds: 0,
        coverage: 1,
        uptimePercent: 50,
      },
    });
  });

  it('changes nothing, and is no event of the audit trail', async () => {
    const count = async () => rowsOf(system.database, 'select count(*) from audit_event');
    const before = [await uptime('a'), (await http.get('/stores/a/business-hours')).body, await count()];
    await preview('a', { timeZone: 'Asia/Tokyo', businessHours: [] });
    expect([await uptime('a'), (await http.get('/stores/a/business-hours')).body, await count()]).toEqual(before);
  });

  it('may be of the zone alone, or of no zone', async () => {
    expect((await preview('a', { timeZone: 'America/New_York' })).body.changed).toMatchObject({
      openSeconds: 10_800,
      downtimeSeconds: 10_800,
    });
    const unknown = (await preview('a', { timeZone: null })).body.changed;
    expect(unknown).toEqual((await preview('a', { timeZone: 'America/Chicago' })).body.changed);
  });

  it.each([
    ['hours of all time', [{ dayOfWeek: 0, open: '08:00', close: '18:30' }]],
    [
      'hours from a later date on, with none before',
      [{ dayOfWeek: 0, open: '08:00', close: '18:00', validFrom: '2023-01-24' }],
    ],
    [
      'hours that change',
      [
        { dayOfWeek: 0, open: '08:00', close: '16:00', validThrough: '2023-01-23' },
        { dayOfWeek: 0, open: '00:00', close: '24:00', validFrom: '2023-01-24' },
      ],
    ],
    ['no hours', []],
    ['a closed day', [{ dayOfWeek: 0, closed: true }]],
  ])('is what the numbers become with the change: %s', async (_, businessHours) => {
    const { body } = await preview('b', { timeZone: 'Europe/London', businessHours });
    expect(await uptime('b')).toMatchObject(body.current);
    await http.send('PATCH', '/stores/b', { timeZone: 'Europe/London' });
    await http.send('PUT', '/stores/b/business-hours', businessHours);
    expect(await uptime('b')).toMatchObject(body.changed);
  });

  it.each([
    ['a', {}, MONDAY, 400, /expected is at least one of timeZone, businessHours, specialHours and closure/],
    ['a', { timeZone: 'Nowhere/None' }, MONDAY, 400, /timeZone: "Nowhere\/None" is not an IANA time zone/],
    [
      'a',
      { businessHours: [{ dayOfWeek: 7 }] },
      MONDAY,
      400,
      /businessHours\[0\]\.dayOfWeek: expected is a whole number/,
    ],
    ['a', { hours: [] }, MONDAY, 400, /"hours" is not known here; known are timeZone, businessHours/],
    [
      'a',
      { timeZone: null },
      'from=2023-01-23T00:00:00Z',
      400,
      /to: a window is given by window, or by both from and to/,
    ],
    ['a', { timeZone: null }, 'from=2023-01-23T00:00:00Z&to=2023-02-02T00:00:00Z', 422, /in the future/],
    ['nobody', { timeZone: null }, MONDAY, 404, /There is no store/],
  ])('of %s with %j for ?%s is a problem', async (storeId, body, query, status, detail) => {
    expect(await preview(storeId, body, query)).toMatchObject({
      status,
      body: { detail: expect.stringMatching(detail) },
    });
  });

  it('is of the stores of a key that is limited', async () => {
    const { secret } = await addKey(system.database, { role: 'reader', stores: ['a'] });
    const limited = httpClient(system.url, secret);
    const status = async (storeId: string) =>
      (await limited.post(`/stores/${storeId}/uptime/preview?${MONDAY}`, { timeZone: null })).status;
    expect([await status('a'), await status('b')]).toEqual([200, 404]);
  });
});
