import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours, importText, polls, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

/** 2023-01-23 is a Monday. */
beforeAll(async () => {
  await importText(
    system.database,
    polls(
      'a,2023-01-23 08:55:00 UTC,inactive',
      'a,2023-01-23 10:14:00 UTC,active',
      'a,2023-01-23 11:15:00.000002 UTC,inactive',
      'a,2023-01-23 14:30:00 UTC,inactive',
      'a,2023-01-23 17:00:00 UTC,active',
    ),
  );
  await importText(system.database, hours('a,0,09:00,12:00', 'a,0,14:00,18:00'));
  await importText(system.database, zones('a,Etc/UTC'));
});

const timeline = (query: string, storeId = 'a') => http.get(`/stores/${storeId}/timeline?${query}`);
const at = (time: string) => `2023-01-23T${time.padEnd(8, ':00').padEnd(9, '.').padEnd(15, '0')}Z`;
const between = (from: string, to: string) => ({ from: at(from), to: at(to) });

describe('the timeline of a store', () => {
  it('lists the open intervals, the polls, and the resulting segments', async () => {
    const { status, body } = await timeline('from=2023-01-23T00:00:00Z&to=2023-01-23T17:00:00Z&reachHours=1');
    expect(status).toBe(200);
    expect(body).toEqual({
      storeId: 'a',
      timeZone: 'Etc/UTC',
      timeZoneAssumed: false,
      timeZoneRelease: '2026f',
      ...between('00:00', '17:00'),
      asOf: '2023-02-01T00:00:00.000000Z',
      interpolation: 'nearest',
      reachHours: 1,
      dataVersion: 3,
      open: [between('09:00', '12:00'), between('14:00', '17:00')],
      polls: [
        { at: at('08:55'), status: 'inactive', counted: false, reason: 'outside business hours' },
        { at: at('10:14'), status: 'active', counted: true },
        { at: at('11:15:00.000002'), status: 'inactive', counted: true },
        { at: at('14:30'), status: 'inactive', counted: true },
        { at: at('17:00'), status: 'active', counted: true },
      ],
      segments: [
        { ...between('09:00', '09:14'), state: 'unobserved' },
        { ...between('09:14', '10:44:30.000001'), state: 'up' },
        { ...between('10:44:30.000001', '12:00'), state: 'down' },
        { ...between('14:00', '15:30'), state: 'down' },
        { ...between('15:30', '16:00'), state: 'unobserved' },
        { ...between('16:00', '17:00'), state: 'up' },
      ],
      nextCursor: null,
    });
  });

  it('includes the polls before the window that cover a part of it', async () => {
    const { body } = await timeline('from=2023-01-23T10:30:00Z&to=2023-01-23T11:00:00Z&asOf=2023-01-23T11:00:00Z');
    expect(body.polls).toEqual([{ at: at('10:14'), status: 'active', counted: true }]);
    expect(body.segments).toEqual([{ ...between('10:30', '11:00'), state: 'up' }]);
  });

  it('includes the polls after the window that cover a part of it (26)', async () => {
    const { body } = await timeline('from=2023-01-23T10:30:00Z&to=2023-01-23T11:00:00Z');
    expect(body.polls).toEqual([
      { at: at('10:14'), status: 'active', counted: true },
      { at: at('11:15:00.000002'), status: 'inactive', counted: true },
    ]);
    expect(body.segments).toEqual([
      { ...between('10:30', '10:44:30.000001'), state: 'up' },
      { ...between('10:44:30.000001', '11:00'), state: 'down' },
    ]);
  });

  it('says that a poll at the end of the window covers only the time after it, with previous', async () => {
    const { body } = await timeline('from=2023-01-23T16:00:00Z&to=2023-01-23T17:00:00Z&interpolation=previous');
    expect(body.polls).toEqual([
      { at: at('14:30'), status: 'inactive', counted: true },
      {
        at: at('17:00'),
        status: 'active',
        counted: false,
        reason: 'it speaks only for the time from the end of the window on',
      },
    ]);
  });

  it.each(['nearest', 'previous'])('adds up to the uptime of the window, with %s', async (interpolation) => {
    const query = `from=2023-01-23T09:07:00.000003Z&to=2023-01-23T16:59:00Z&reachHours=1&interpolation=${interpolation}`;
    const micros = (text: string) => Date.parse(text) * 1000 + Number(text.slice(23, 26));
    const sums: Record<string, number> = { up: 0, down: 0, unobserved: 0 };
    for (const { from, to, state } of (await timeline(query)).body.segments) sums[state]! += micros(to) - micros(from);
    expect((await http.get(`/stores/a/uptime?${query}`)).body).toMatchObject({
      uptimeSeconds: sums.up! / 1e6,
      downtimeSeconds: sums.down! / 1e6,
      unobservedSeconds: sums.unobserved! / 1e6,
    });
  });

  it('of a window without open time and polls is empty', async () => {
    expect(await timeline('from=2023-01-24T00:00:00Z&to=2023-01-25T00:00:00Z')).toMatchObject({
      status: 200,
      body: { open: [], polls: [], segments: [] },
    });
  });

  it('of an unknown store, or of no window, is a problem', async () => {
    expect(await timeline('from=2023-01-24T00:00:00Z&to=2023-01-25T00:00:00Z', 'nobody')).toMatchObject({
      status: 404,
    });
    expect(await timeline('from=2023-01-24T00:00:00Z')).toMatchObject({ status: 400 });
    expect(await timeline('from=2023-01-25T00:00:00Z&to=2023-01-24T00:00:00Z')).toMatchObject({ status: 422 });
  });

  it('comes in pages that describe the same data, whatever is imported meanwhile', async () => {
    const query = 'from=2023-01-23T00:00:00Z&to=2023-01-23T17:00:00Z&reachHours=1';
    const whole = (await timeline(query)).body;
    const pages = [(await timeline(`${query}&limit=3`)).body];
    await importText(system.database, polls('a,2023-01-23 16:00:00 UTC,inactive'));
    while (pages.at(-1).nextCursor !== null) {
      pages.push((await timeline(`${query}&limit=3&cursor=${pages.at(-1).nextCursor}`)).body);
    }
    expect(pages.length).toBeGreaterThan(3);
    const joined = (list: string) => pages.flatMap((page) => page[list]);
    const { open, polls: listed, segments, ...subject } = whole;
    expect({ open: joined('open'), polls: joined('polls'), segments: joined('segments') }).toEqual({
      open,
      polls: listed,
      segments,
    });
    for (const page of pages) expect({ ...page, nextCursor: null }).toMatchObject(subject);
    expect((await timeline(query)).body.polls).toHaveLength(listed.length + 1);
    expect((await timeline(`${query}&dataVersion=${whole.dataVersion}`)).body).toEqual(whole);
  });
});
