import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours, importText, polls, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

/** Open 09:00-12:00 each day from Monday, 2023-01-23, to Wednesday; down from Monday 11:00 to Tuesday 10:00. */
beforeAll(async () => {
  await importText(
    system.database,
    polls(
      'a,2023-01-23 09:00 UTC,active',
      'a,2023-01-23 11:00 UTC,inactive',
      'a,2023-01-24 09:00 UTC,inactive',
      'a,2023-01-24 10:00 UTC,active',
      'a,2023-01-25 09:00 UTC,active',
      'a,2023-01-25 10:00:00.000001 UTC,inactive',
      'a,2023-01-25 10:30 UTC,active',
      'a,2023-01-25 11:00 UTC,inactive',
    ),
  );
  await importText(system.database, hours('a,0,09:00,12:00', 'a,1,09:00,12:00', 'a,2,09:00,12:00'));
  await importText(system.database, zones('a,Etc/UTC'));
});

const outages = (query: string, storeId = 'a') =>
  http.get(`/stores/${storeId}/outages?${query}&interpolation=previous`);

describe('the outages of a store', () => {
  it('are listed longest first, one through closed hours as one', async () => {
    const { status, body } = await outages('from=2023-01-23T00:00:00Z&to=2023-01-26T00:00:00Z');
    expect(status).toBe(200);
    expect(body).toEqual({
      storeId: 'a',
      timeZone: 'Etc/UTC',
      timeZoneAssumed: false,
      timeZoneRelease: '2026f',
      from: '2023-01-23T00:00:00.000000Z',
      to: '2023-01-26T00:00:00.000000Z',
      asOf: '2023-02-01T00:00:00.000000Z',
      interpolation: 'previous',
      reachHours: 24,
      dataVersion: 3,
      items: [
        {
          from: '2023-01-23T11:00:00.000000Z',
          to: '2023-01-24T10:00:00.000000Z',
          openSeconds: 7200,
          mayHaveBegunBefore: false,
          reason: null,
          ongoing: false,
        },
        {
          from: '2023-01-25T11:00:00.000000Z',
          to: '2023-01-25T12:00:00.000000Z',
          openSeconds: 3600,
          mayHaveBegunBefore: false,
          reason: null,
          ongoing: true,
        },
        {
          from: '2023-01-25T10:00:00.000001Z',
          to: '2023-01-25T10:30:00.000000Z',
          openSeconds: 1799.999999,
          mayHaveBegunBefore: false,
          reason: null,
          ongoing: false,
        },
      ],
      nextCursor: null,
    });
  });

  it('are listed page by page', async () => {
    const query = 'from=2023-01-23T00:00:00Z&to=2023-01-26T00:00:00Z';
    const whole = (await outages(query)).body;
    const first = (await outages(`${query}&limit=2`)).body;
    const second = (await outages(`${query}&limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect(second.nextCursor).toBeNull();
    expect(await outages(`${query}&cursor=nonsense`)).toMatchObject({ status: 400 });
  });

  it('say where the window ends them', async () => {
    const { body } = await outages('from=2023-01-23T11:30:00Z&to=2023-01-24T09:15:00Z');
    expect(body.items).toEqual([
      {
        from: '2023-01-23T11:30:00.000000Z',
        to: '2023-01-24T09:15:00.000000Z',
        openSeconds: 2700,
        mayHaveBegunBefore: true,
        reason: null,
        ongoing: true,
      },
    ]);
  });

  it('add up to the downtime of the window', async () => {
    const query = 'from=2023-01-23T11:30:00Z&to=2023-01-25T11:00:00.000003Z';
    const { items } = (await outages(query)).body;
    const { downtimeSeconds } = (await http.get(`/stores/a/uptime?${query}&interpolation=previous`)).body;
    const micros = items.map(({ openSeconds }: any) => Math.round(openSeconds * 1e6));
    expect(micros.reduce((sum: number, each: number) => sum + each, 0)).toBe(Math.round(downtimeSeconds * 1e6));
  });

  it('are none where the store was never down', async () => {
    expect(await outages('from=2023-01-23T09:00:00Z&to=2023-01-23T11:00:00Z')).toMatchObject({
      status: 200,
      body: { items: [] },
    });
  });

  it('of an unknown store, or of no window, are a problem', async () => {
    expect(await outages('from=2023-01-24T00:00:00Z&to=2023-01-25T00:00:00Z', 'nobody')).toMatchObject({ status: 404 });
    expect(await outages('to=2023-01-24T00:00:00Z')).toMatchObject({ status: 400 });
    expect(await outages('from=2023-01-25T00:00:00Z&to=2023-01-24T00:00:00Z')).toMatchObject({ status: 422 });
  });
});
