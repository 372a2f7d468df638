import { beforeAll, describe, expect, it } from '@jest/globals';
import { httpClient } from '../../support/client/http.js';
import { hours, importText, polls, zones } from '../../support/data/importing.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem, withSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

/** Tuesday, 24 January 2023. */
beforeAll(async () => {
  await importText(
    system.database,
    hours('day,1,09:00,17:00', 'late,1,18:00,22:00', 'early,1,06:00,11:00', 'silent,1,09:00,17:00'),
  );
  await importText(system.database, zones('day,UTC', 'late,UTC', 'early,UTC', 'silent,UTC', 'always,UTC', 'fine,UTC'));
  await importText(
    system.database,
    polls(
      'day,2023-01-24 09:30 UTC,active',
      'day,2023-01-24 11:30 UTC,inactive',
      'late,2023-01-24 11:30 UTC,inactive',
      'early,2023-01-24 10:30 UTC,inactive',
      'silent,2023-01-24 08:30 UTC,active',
      'always,2023-01-23 12:00 UTC,active',
      'always,2023-01-23 14:00 UTC,inactive',
      'always,2023-01-24 11:50 UTC,inactive',
      'fine,2023-01-24 12:00 UTC,active',
    ),
  );
});

const DAY = {
  storeId: 'day',
  name: null,
  timeZone: 'UTC',
  timeZoneAssumed: false,
  since: '2023-01-24T10:30:00.000000Z',
  mayHaveBegunBefore: false,
  openSecondsDown: 5_400,
  closesAt: '2023-01-24T17:00:00.000000Z',
};

const ALWAYS = {
  ...DAY,
  storeId: 'always',
  since: '2023-01-23T13:00:00.000000Z',
  openSecondsDown: 23 * 3_600,
  closesAt: null,
};

describe('what is down now', () => {
  it('is as of the newest poll, the store that is down for the longest open time first', async () => {
    const { status, body } = await http.get('/now');
    expect(status).toBe(200);
    expect(body).toEqual({
      asOf: '2023-01-24T12:00:00.000000Z',
      dataVersion: 3,
      counts: { down: 2, unobserved: 1, up: 1, closed: 2, excused: 0 },
      down: [ALWAYS, DAY],
    });
    expect((await http.get('/now?limit=1')).body.down).toEqual([ALWAYS]);
  });

  it('has the downtime that the uptime of the store has', async () => {
    for (const { storeId, since, openSecondsDown } of (await http.get('/now')).body.down) {
      const window = `from=${since}&to=2023-01-24T12:00:00Z&asOf=2023-01-24T12:00:00Z`;
      const { body } = await http.get(`/stores/${storeId}/uptime?${window}`);
      expect(body).toMatchObject({ uptimeSeconds: 0, downtimeSeconds: openSecondsDown, unobservedSeconds: 0 });
    }
  });

  it('is that of its own stores for a key that is limited to some', async () => {
    const { secret } = await addKey(system.database, { role: 'reader', stores: ['day', 'fine', 'unknown'] });
    const { body } = await httpClient(system.url, secret).get('/now');
    expect(body.counts).toEqual({ down: 1, unobserved: 0, up: 1, closed: 0, excused: 0 });
    expect(body.down).toEqual([DAY]);
  });

  it('changes with the data: polls, corrections, hours, deleted stores', async () => {
    await withSystem({}, async ({ database, http: own }) => {
      const counts = async () => (await own.get('/now')).body.counts;
      await importText(database, polls('a,2023-01-24 12:00 UTC,active', 'b,2023-01-24 12:00 UTC,active'));
      expect(await counts()).toEqual({ down: 0, unobserved: 0, up: 2, closed: 0, excused: 0 });
      await own.post('/polls', { storeId: 'a', at: '2023-01-24T12:10:00Z', status: 'inactive' });
      expect((await own.get('/now')).body).toMatchObject({
        asOf: '2023-01-24T12:10:00.000000Z',
        counts: { down: 1, up: 1 },
      });
      await own.post('/polls', { storeId: 'a', at: '2023-01-24T12:10:00Z', status: 'active' });
      expect(await counts()).toEqual({ down: 0, unobserved: 0, up: 2, closed: 0, excused: 0 });
      await own.send('PUT', '/stores/b/business-hours', [{ dayOfWeek: 6, open: '09:00', close: '17:00' }]);
      expect(await counts()).toEqual({ down: 0, unobserved: 0, up: 1, closed: 1, excused: 0 });
      await own.send('DELETE', '/stores/b');
      expect(await counts()).toEqual({ down: 0, unobserved: 0, up: 1, closed: 0, excused: 0 });
    });
  });

  it('is the same for all who ask at once', async () => {
    await importText(system.database, polls('fine,2023-01-24 12:00:01 UTC,active'));
    const answers = await Promise.all(Array.from({ length: 20 }, () => http.get('/now')));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]!.body.asOf).toBe('2023-01-24T12:00:01.000000Z');
  });

  it('is nothing before there are polls', async () => {
    await withSystem({}, async ({ http: empty, database }) => {
      const nothing = {
        asOf: null,
        dataVersion: null,
        counts: { down: 0, unobserved: 0, up: 0, closed: 0, excused: 0 },
        down: [],
      };
      expect((await empty.get('/now')).body).toEqual(nothing);
      await importText(database, zones('a,UTC'));
      expect((await empty.get('/now')).body).toEqual(nothing);
    });
  });
});
