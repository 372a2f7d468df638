import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours, importText, polls, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

/** 2022-11-06 is a Sunday, on which the clock of New York goes back; 2022-03-27 is one on which that of Beirut has no midnight. */
beforeAll(async () => {
  await importText(
    system.database,
    polls(
      'ny,2022-11-05 16:00:00 UTC,active',
      'ny,2022-11-06 16:00:00.000003 UTC,inactive',
      'ny,2022-11-07 16:00:00 UTC,active',
      'beirut,2022-03-27 12:00:00 UTC,active',
      'apia,2011-12-30 12:00:00 UTC,active',
      'utc,2023-01-31 12:00:00 UTC,active',
      'unzoned,2023-01-31 12:00:00 UTC,active',
    ),
  );
  await importText(system.database, hours('utc,1,09:00,17:00'));
  await importText(
    system.database,
    zones('ny,America/New_York', 'beirut,Asia/Beirut', 'apia,Pacific/Apia', 'utc,Etc/UTC'),
  );
});

const days = (storeId: string, query: string) => http.get(`/stores/${storeId}/days?${query}`);
const micros = (seconds: number) => Math.round(seconds * 1e6);
const FIELDS = ['openSeconds', 'uptimeSeconds', 'downtimeSeconds', 'unobservedSeconds', 'excusedSeconds'] as const;

function expectSum(parts: any[], total: any) {
  for (const field of FIELDS) {
    const sum = parts.reduce((added, part) => added + micros(part[field]), 0);
    expect([field, sum]).toEqual([field, micros(total[field])]);
  }
}

describe('the days of a store', () => {
  it('are those of its own clock, as long as they are, and add up to the uptime of the window', async () => {
    const { status, body } = await days('ny', 'firstDate=2022-11-05&lastDate=2022-11-07');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      storeId: 'ny',
      timeZone: 'America/New_York',
      timeZoneAssumed: false,
      timeZoneRelease: '2026f',
      from: '2022-11-05T04:00:00.000000Z',
      to: '2022-11-08T05:00:00.000000Z',
      asOf: '2023-02-01T00:00:00.000000Z',
      interpolation: 'nearest',
      reachHours: 24,
      dataVersion: 3,
      firstDate: '2022-11-05',
      lastDate: '2022-11-07',
      days: [
        { date: '2022-11-05', dayOfWeek: 5, from: '2022-11-05T04:00:00.000000Z', lengthSeconds: 86_400 },
        {
          date: '2022-11-06',
          dayOfWeek: 6,
          from: '2022-11-06T04:00:00.000000Z',
          to: '2022-11-07T05:00:00.000000Z',
          lengthSeconds: 90_000,
          openSeconds: 90_000,
          uptimeSeconds: 3600,
          uptimePercent: 4,
        },
        { date: '2022-11-07', dayOfWeek: 0, to: '2022-11-08T05:00:00.000000Z' },
      ],
    });
    expectSum(body.days, body.total);
    const window = await http.get(`/stores/ny/uptime?from=${body.from}&to=${body.to}`);
    expect(window.body).toMatchObject(body.total);
  });

  it('begin later where midnight does not occur', async () => {
    const { body } = await days('beirut', 'firstDate=2022-03-27&lastDate=2022-03-27');
    expect(body.days).toMatchObject([
      { from: '2022-03-26T22:00:00.000000Z', to: '2022-03-27T21:00:00.000000Z', lengthSeconds: 82_800 },
    ]);
  });

  it('leave out a date that does not occur', async () => {
    const { body } = await days('apia', 'firstDate=2011-12-29&lastDate=2011-12-31');
    expect(body.days.map(({ date }: any) => date)).toEqual(['2011-12-29', '2011-12-31']);
    expectSum(body.days, body.total);
  });

  it('are by default the seven up to the as-of instant, the last of which is counted up to it', async () => {
    const { body } = await days('ny', 'asOf=2022-11-07T17:00:00Z');
    expect(body).toMatchObject({ firstDate: '2022-11-01', lastDate: '2022-11-07', to: '2022-11-07T17:00:00.000000Z' });
    expect(body.days.at(-1)).toMatchObject({ to: '2022-11-08T05:00:00.000000Z', openSeconds: 12 * 3600 });
    expectSum(body.days, body.total);
  });

  it('end with the day before, as of midnight', async () => {
    const { body } = await days('utc', '');
    expect(body).toMatchObject({ firstDate: '2023-01-25', lastDate: '2023-01-31', to: '2023-02-01T00:00:00.000000Z' });
    expect(body.days.map(({ openSeconds }: any) => openSeconds)).toEqual([0, 0, 0, 0, 0, 0, 8 * 3600]);
  });

  it('are those of Chicago if the zone is unknown', async () => {
    const { body } = await days('unzoned', 'lastDate=2023-01-30');
    expect(body).toMatchObject({ timeZoneAssumed: true, firstDate: '2023-01-24', to: '2023-01-31T06:00:00.000000Z' });
  });

  it('are those of an earlier data version, with its zone', async () => {
    const { body } = await days('utc', 'dataVersion=1&lastDate=2023-01-30');
    expect(body).toMatchObject({ timeZone: 'America/Chicago', dataVersion: 1 });
  });

  it('may be 366, over changes of the clock', async () => {
    const { status, body } = await days('ny', 'firstDate=2022-01-01&lastDate=2022-12-31');
    expect([status, body.days.length]).toEqual([200, 365]);
    expectSum(body.days, body.total);
    expect((await days('ny', 'firstDate=2021-11-07&lastDate=2022-11-07')).body.days).toHaveLength(366);
  });

  it.each([
    ['ny', 'firstDate=yesterday', 400, /firstDate: "yesterday" is not a date such as/],
    ['ny', 'firstDate=1969-12-31', 400, /firstDate: must not be before 1970-01-01/],
    ['ny', 'firstDate=2022-11-08&lastDate=2022-11-07', 422, /^firstDate 2022-11-08 is after lastDate 2022-11-07\.$/],
    ['ny', 'firstDate=2021-11-06&lastDate=2022-11-07', 422, /more than 366 days back: ask for them in parts/],
    ['utc', 'lastDate=2023-02-01', 422, /^lastDate 2023-02-01 has not begun in Etc\/UTC as of 2023-02-01T00:00/],
    ['utc', 'lastDate=9999-12-31', 422, /has not begun/],
    ['utc', 'asOf=2023-02-01T00:00:00.000001Z', 422, /in the future/],
    ['apia', 'firstDate=2011-12-30&lastDate=2011-12-30', 422, /^lastDate 2011-12-30 does not occur in Pacific\/Apia/],
    ['nobody', '', 404, /There is no store/],
    ['ny', 'dataVersion=9', 422, /There is no data version 9/],
  ])('of %s for ?%s are a problem', async (storeId, query, status, detail) => {
    expect(await days(storeId, query)).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
  });
});

describe('the hours of the week of a store', () => {
  const hoursOfWeek = (storeId: string, query: string) => http.get(`/stores/${storeId}/hours-of-week?${query}`);

  it('are 168 on its own clock, where an hour that occurs twice counts twice, and add up to the window', async () => {
    const query = 'from=2022-11-05T04:00:00Z&to=2022-11-08T05:00:00Z';
    const { status, body } = await hoursOfWeek('ny', query);
    expect(status).toBe(200);
    expect(body).toMatchObject({ storeId: 'ny', timeZone: 'America/New_York', from: '2022-11-05T04:00:00.000000Z' });
    expect(body.cells).toHaveLength(168);
    const cell = (dayOfWeek: number, hour: number) =>
      body.cells.find((each: any) => each.dayOfWeek === dayOfWeek && each.hour === hour);
    expect(cell(6, 0)).toMatchObject({ openSeconds: 3600, uptimeSeconds: 0.000001 });
    expect(cell(6, 23)).toMatchObject({ openSeconds: 3600, uptimeSeconds: 3599.999999 });
    expect(cell(6, 1)).toMatchObject({ openSeconds: 7200 });
    expect(cell(2, 12)).toMatchObject({ openSeconds: 0, uptimePercent: null });
    expectSum(body.cells, body.total);
    expect((await http.get(`/stores/ny/uptime?${query}`)).body).toMatchObject(body.total);
  });

  it('show the business hours', async () => {
    const { body } = await hoursOfWeek('utc', 'from=2023-01-04T00:00:00Z&to=2023-02-01T00:00:00Z');
    const open = body.cells.filter(({ openSeconds }: any) => openSeconds > 0);
    expect(open.map(({ dayOfWeek, hour, openSeconds }: any) => [dayOfWeek, hour, openSeconds])).toEqual(
      [9, 10, 11, 12, 13, 14, 15, 16].map((hour) => [1, hour, 4 * 3600]),
    );
  });

  it.each([
    ['ny', 'from=2022-11-05T04:00:00Z', 400],
    ['ny', 'from=2021-11-05T04:00:00Z&to=2022-11-08T05:00:00Z', 422],
    ['nobody', 'from=2022-11-05T04:00:00Z&to=2022-11-08T05:00:00Z', 404],
  ])('of %s for ?%s are a problem', async (storeId, query, status) => {
    expect((await hoursOfWeek(storeId, query)).status).toBe(status);
  });
});
