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
      ...['08', '09', '10'].map((hour) => `often,2023-01-23 ${hour}:00:00 UTC,active`),
      'often,2023-01-23 12:00:00 UTC,inactive',
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
        expect.objectContaining({ ...between('09:00', '09:14'), state: 'unobserved' }),
        expect.objectContaining({ ...between('09:14', '10:44:30.000001'), state: 'up' }),
        expect.objectContaining({ ...between('10:44:30.000001', '12:00'), state: 'down' }),
        expect.objectContaining({ ...between('14:00', '15:30'), state: 'down' }),
        expect.objectContaining({ ...between('15:30', '16:00'), state: 'unobserved' }),
        expect.objectContaining({ ...between('16:00', '17:00'), state: 'up' }),
      ],
      nextCursor: null,
    });
  });

  it('includes the polls before the window that cover a part of it', async () => {
    const { body } = await timeline('from=2023-01-23T10:30:00Z&to=2023-01-23T11:00:00Z&asOf=2023-01-23T11:00:00Z');
    expect(body.polls).toEqual([{ at: at('10:14'), status: 'active', counted: true }]);
    expect(body.segments).toMatchObject([{ ...between('10:30', '11:00'), state: 'up' }]);
  });

  it('includes the polls after the window that cover a part of it (26)', async () => {
    const { body } = await timeline('from=2023-01-23T10:30:00Z&to=2023-01-23T11:00:00Z');
    expect(body.polls).toEqual([
      { at: at('10:14'), status: 'active', counted: true },
      { at: at('11:15:00.000002'), status: 'inactive', counted: true },
    ]);
    expect(body.segments).toMatchObject([
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

  it('says of each segment why it is in its state, and why from then to then', async () => {
    const { body } = await timeline('from=2023-01-23T00:00:00Z&to=2023-01-23T17:00:00Z&reachHours=1');
    expect(body.segments.slice(0, 2)).toEqual([
      {
        ...between('09:00', '09:14'),
        state: 'unobserved',
        why: {
          rule: 12,
          text:
            'No poll of this open interval covers it (rule 12). It begins when the store opens. ' +
            'It ends 1 hour before the poll at 2023-01-23T10:14:00.000000Z, which covers nothing further.',
          begins: { at: at('09:00'), because: 'opening' },
          ends: { at: at('09:14'), because: 'reach', poll: at('10:14') },
          polls: null,
        },
      },
      {
        ...between('09:14', '10:44:30.000001'),
        state: 'up',
        why: {
          rule: 10,
          text:
            'The poll at 2023-01-23T10:14:00.000000Z found the store active (rule 10). ' +
            'It begins 1 hour before the poll at 2023-01-23T10:14:00.000000Z, which covers nothing further. ' +
            'It ends halfway to the poll at 2023-01-23T11:15:00.000002Z.',
          begins: { at: at('09:14'), because: 'reach', poll: at('10:14') },
          ends: { at: at('10:44:30.000001'), because: 'midpoint', poll: at('11:15:00.000002') },
          polls: { count: 1, first: at('10:14'), last: at('10:14') },
        },
      },
    ]);
    expect(body.segments.at(-1).why.ends).toEqual({ at: at('17:00'), because: 'window' });
  });

  it('says so with previous, too, and up to the as-of instant', async () => {
    const window = 'from=2023-01-23T10:00:00Z&to=2023-01-23T15:00:00Z&asOf=2023-01-23T15:00:00Z';
    const { body } = await timeline(`${window}&interpolation=previous&reachHours=2`);
    expect(body.segments.map(({ why }: any) => why.text)).toEqual([
      'The poll at 2023-01-23T10:14:00.000000Z found the store active (rule 11). It begins where the window begins. ' +
        'It ends with the poll at 2023-01-23T11:15:00.000002Z.',
      'The poll at 2023-01-23T11:15:00.000002Z found the store inactive (rule 11). ' +
        'It begins with the poll at 2023-01-23T11:15:00.000002Z. It ends when the store closes.',
      'The poll at 2023-01-23T14:30:00.000000Z found the store inactive (rule 11). It begins when the store opens. ' +
        'It ends at the as-of instant, after which nothing counts.',
    ]);
  });

  it('names the first and the last poll of a segment of several', async () => {
    const { body } = await timeline('from=2023-01-23T00:00:00Z&to=2023-01-23T17:00:00Z', 'often');
    expect(body.segments).toMatchObject([
      {
        state: 'up',
        why: {
          text: expect.stringMatching(
            /^3 polls found the store active, the first at .*T08:00:.*, the last at .*T10:00:/,
          ),
          polls: { count: 3, first: at('08:00'), last: at('10:00') },
          begins: { because: 'window' },
        },
      },
      { state: 'down', why: { begins: { because: 'midpoint', poll: at('10:00') } } },
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
