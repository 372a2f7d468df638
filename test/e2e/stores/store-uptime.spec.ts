import { beforeAll, describe, expect, it } from '@jest/globals';
import { PollRepository } from '../../../src/persistence/polls/poll.repository.js';
import { hours, importText, instant, NOW, polls, zones } from '../../support/data/importing.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

/** 2023-01-23 is a Monday. */
beforeAll(async () => {
  await importText(
    system.database,
    polls(
      'a,2023-01-23 10:14:00 UTC,active',
      'a,2023-01-23 11:15:00.000002 UTC,inactive',
      'always,2023-01-23 12:00:00 UTC,inactive',
      'a/ü?,2023-01-22 12:00:00 UTC,active',
    ),
  );
  await importText(system.database, hours('a,0,09:00,12:00', 'quiet,0,09:00,12:00'));
  await importText(system.database, zones('a,Etc/UTC', 'quiet,Asia/Kathmandu'));
});

const uptime = (storeId: string, query: string) => http.get(`/stores/${encodeURIComponent(storeId)}/uptime?${query}`);
const MONDAY = 'from=2023-01-23T00:00:00Z&to=2023-01-24T00:00:00Z';

describe('the uptime of a store in a window', () => {
  it('is exact to the microsecond, and names the data it was computed from', async () => {
    const { status, body } = await uptime('a', MONDAY);
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
      openSeconds: 10800,
      uptimeSeconds: 6270.000001,
      downtimeSeconds: 4529.999999,
      unobservedSeconds: 0,
      excusedSeconds: 0,
      coverage: 1,
      uptimePercent: 58.05,
    });
  });

  it('uses the requested interpolation and reach', async () => {
    expect((await uptime('a', `${MONDAY}&interpolation=previous&reachHours=1`)).body).toMatchObject({
      interpolation: 'previous',
      reachHours: 1,
      uptimeSeconds: 7200,
      downtimeSeconds: 2699.999998,
      unobservedSeconds: 900.000002,
    });
  });

  it('counts a poll at the as-of instant, and none after it', async () => {
    const until = async (to: string) => (await uptime('a', `from=2023-01-23T09:00:00Z&to=${to}&asOf=${to}`)).body;
    expect(await until('2023-01-23T11:15:00.000001Z')).toMatchObject({ downtimeSeconds: 0 });
    expect(await until('2023-01-23T11:15:00.000002Z')).toMatchObject({ downtimeSeconds: 1830.000001 });
  });

  it('reads instants with any offset and responds in UTC', async () => {
    const query = 'from=2023-01-23T16:00%2B05:30&to=2023-01-23T06:00:00-05:00';
    expect((await uptime('a', query)).body).toMatchObject({
      from: '2023-01-23T10:30:00.000000Z',
      to: '2023-01-23T11:00:00.000000Z',
      openSeconds: 1800,
    });
  });

  it('of a store without polls, hours or zone is unobserved, without hours and zone always open, in Chicago', async () => {
    expect((await uptime('quiet', MONDAY)).body).toMatchObject({
      timeZone: 'Asia/Kathmandu',
      openSeconds: 10800,
      unobservedSeconds: 10800,
      coverage: 0,
      uptimePercent: null,
    });
    expect((await uptime('always', `${MONDAY}&reachHours=6`)).body).toMatchObject({
      timeZone: 'America/Chicago',
      timeZoneAssumed: true,
      openSeconds: 86400,
      downtimeSeconds: 43200,
      coverage: 0.5,
      uptimePercent: 0,
    });
  });

  it('before all data is unobserved, and without open time has no coverage', async () => {
    expect((await uptime('a', 'from=1970-01-01T00:00:00Z&to=1970-02-01T00:00:00Z')).body).toMatchObject({
      openSeconds: 4 * 10800,
      unobservedSeconds: 4 * 10800,
      coverage: 0,
      uptimePercent: null,
    });
    expect((await uptime('a', 'from=2023-01-24T00:00:00Z&to=2023-01-25T00:00:00Z')).body).toMatchObject({
      openSeconds: 0,
      coverage: null,
      uptimePercent: null,
    });
  });

  it('equals that of a report as of the same instant', async () => {
    await system.startWorker();
    for (const interpolation of ['nearest', 'previous']) {
      const { reportId } = await http.report({ asOf: '2023-01-23T11:30:00Z', interpolation });
      const { items } = (await http.get(`/reports/${reportId}/rows`)).body;
      expect(items).toHaveLength(4);
      for (const { storeId, windows } of items) {
        for (const window of Object.values<any>(windows)) {
          const query = `from=${window.from}&to=${window.to}&asOf=2023-01-23T11:30:00Z&interpolation=${interpolation}`;
          const { body } = await uptime(storeId, query);
          const { openSeconds, uptimeSeconds, downtimeSeconds, unobservedSeconds, excusedSeconds, coverage } = window;
          const times = { openSeconds, uptimeSeconds, downtimeSeconds, unobservedSeconds, excusedSeconds, coverage };
          expect(body).toMatchObject({
            from: window.from,
            to: window.to,
            ...times,
            uptimePercent: window.uptimePercent,
          });
        }
      }
    }
  });

  it.each([
    ['', 400, /from: a window is given by window, or by both from and to/],
    ['from=2023-01-23T00:00:00Z', 400, /to: a window is given by window, or by both from and to/],
    ['from=yesterday&to=2023-01-24T00:00:00Z', 400, /from: "yesterday" is not an instant; write it like/],
    ['from=2023-01-23T00:00:00&to=2023-01-24T00:00:00Z', 400, /from: .* has no time zone; write it like/],
    [`${MONDAY}&from=2023-01-23T00:00:00Z`, 400, /from: expected is an instant/],
    [`${MONDAY}&reachHours=0`, 400, /reachHours: must be a whole number from 1 to 168/],
    [`${MONDAY}&reachHours=169`, 400, /reachHours: must be a whole number from 1 to 168/],
    [`${MONDAY}&reachHours=1.5`, 400, /reachHours: must be a whole number from 1 to 168/],
    [`${MONDAY}&interpolation=linear`, 400, /interpolation: .*"nearest"\|"previous"/],
    [
      `${MONDAY}&until=latest`,
      400,
      /"until" is not known here; known are window, from, to, asOf, dataVersion, interpolation/,
    ],
    [`${MONDAY}&asOf=latest`, 400, /asOf: "latest" is not an instant; write it like/],
    [`${MONDAY}&asOf=2023-02-01T00:00:00.000001Z`, 422, /asOf 2023-02-01T00:00:00.000001Z is in the future/],
    [`${MONDAY}&asOf=2023-01-23T23:59:59.999999Z`, 422, /nothing is known of what came later: to must not be after it/],
    [`${MONDAY}&dataVersion=0`, 400, /dataVersion: must be a whole number from 1/],
    [`${MONDAY}&dataVersion=4`, 422, /There is no data version 4; the newest is 3/],
    ['from=2023-01-24T00:00:00Z&to=2023-01-24T00:00:00Z', 422, /The window is empty: from .* is not before to/],
    ['from=2023-01-25T00:00:00Z&to=2023-01-24T00:00:00Z', 422, /The window is empty/],
    ['from=2022-01-22T23:59:59.999999Z&to=2023-01-24T00:00:00Z', 422, /longer than 366 days: ask for it in parts/],
    [
      'from=2023-01-31T00:00:00Z&to=2023-02-01T00:00:00.000001Z',
      422,
      /to 2023-02-01T00:00:00.000001Z is in the future/,
    ],
  ])('?%s is a problem', async (query, status, detail) => {
    expect(await uptime('a', query)).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
  });

  it.each([
    ['366 days', 'from=2022-01-23T00:00:00Z&to=2023-01-24T00:00:00Z'],
    ['the time up to now', 'from=2023-01-31T00:00:00Z&to=2023-02-01T00:00:00Z'],
  ])('may be of %s', async (_, query) => {
    expect(await uptime('a', query)).toMatchObject({ status: 200 });
  });

  it.each(['nobody', 'A', '\0'])('of a store that is not known, %j, is a problem', async (storeId) => {
    expect(await uptime(storeId, MONDAY)).toMatchObject({
      status: 404,
      body: { detail: expect.stringMatching(/^There is no store .* GET \/stores lists all\.$/) },
    });
  });

  it('is refused if it needs polls that were dropped', async () => {
    await withSystem({}, async (kept) => {
      await importText(kept.database, polls('a,2022-12-31 12:00:00 UTC,active', 'a,2023-01-02 00:00:00 UTC,active'));
      await new PollRepository(kept.database).dropBefore(instant('2023-01-01T00:00:00Z'), NOW);
      const from = (text: string) =>
        kept.http.get(`/stores/a/uptime?from=${text}&to=2023-01-03T00:00:00Z&interpolation=previous`);
      expect(await from('2023-01-01T23:59:59.999999Z')).toMatchObject({
        status: 422,
        body: {
          detail: expect.stringMatching(
            /^No window from 2023-01-01T23:59:59.999999Z on: it needs polls from 2022-12-31.* were dropped/,
          ),
        },
      });
      expect(await from('2023-01-02T00:00:00Z')).toMatchObject({ status: 200, body: { uptimeSeconds: 86400 } });
    });
  });
});
