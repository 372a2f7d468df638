import { beforeEach, describe, expect, it } from '@jest/globals';
import { importText, zones } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem({ perTest: true });
const { http } = system;

const PATH = '/stores/bar/special-hours';
const CALENDAR = { 'content-type': 'text/calendar; charset=utf-8' };

beforeEach(async () => {
  await importText(system.database, zones('bar,America/New_York'));
});

const calendarOf = (...events: string[][]) => {
  const lines = events.flatMap((event) => ['BEGIN:VEVENT', ...event, 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n');
};

const CHRISTMAS = ['DTSTART;VALUE=DATE:20141225', 'RRULE:FREQ=YEARLY', 'SUMMARY:Christmas'];

const stored = async () => (await http.get(`${PATH}?from=2010-01-01&to=2040-12-31`)).body;

describe('special hours that are uploaded', () => {
  it('are set as Google has them, and the same again changes nothing', async () => {
    const date = { year: 2023, month: 12, day: 24 };
    const periods = [
      { startDate: date, openTime: { hours: 10 }, endDate: date, closeTime: { hours: 14 } },
      { startDate: { ...date, day: 25 }, closed: true },
    ];
    const location = { name: 'locations/7', specialHours: { specialHourPeriods: periods } };
    const expected = [
      { date: '2023-12-24', intervals: [{ open: '10:00', close: '14:00' }] },
      { date: '2023-12-25', closed: true },
    ];
    await http.send('PUT', `${PATH}/2023-07-04`, { closed: true });
    expect(await http.post(PATH, location)).toMatchObject({
      status: 200,
      body: { set: expected, unchanged: [], notTaken: 0, problems: [] },
    });
    expect(await stored()).toEqual([{ date: '2023-07-04', closed: true }, ...expected]);
    const { dataVersion } = (await http.get('/now')).body;
    expect((await http.post(PATH, location)).body).toEqual({
      set: [],
      unchanged: ['2023-12-24', '2023-12-25'],
      notTaken: 0,
      problems: [],
    });
    expect((await http.get('/now')).body.dataVersion).toBe(dataVersion);
  });

  it('are refused if the body has a date twice, of which one would be lost', async () => {
    const twice = '{"holiday_hours": {"2023-12-25": {}, "2023-12-26": {}, "2023-12-25": {"open_time_periods": []}}}';
    expect(await http.post(PATH, twice, { 'content-type': 'application/json' })).toMatchObject({
      status: 400,
      body: {
        detail: expect.stringContaining('the key holiday_hours.2023-12-25 twice'),
        errors: [{ path: 'holiday_hours.2023-12-25', message: 'is there twice' }],
      },
    });
    expect(await stored()).toEqual([]);
  });

  it('are set as Uber has them, over what the dates had, and audited', async () => {
    await http.send('PUT', `${PATH}/2023-12-25`, { closed: true, reason: 'Christmas' });
    const periods = [{ start_time: '18:00', end_time: '02:00' }];
    const set = [{ date: '2023-12-25', intervals: [{ open: '18:00', close: '02:00' }] }];
    const answer = await http.post(PATH, { holiday_hours: { '2023-12-25': { open_time_periods: periods } } });
    expect(answer).toMatchObject({ status: 200, body: { set } });
    expect(await stored()).toEqual(set);
    expect((await http.get('/audit?entity=store&entityId=bar')).body.items[0]).toMatchObject({
      action: 'set-special-hours',
      before: { specialHours: [{ date: '2023-12-25', closed: true, reason: 'Christmas' }] },
      after: { specialHours: set },
    });
  });

  it('are the dates of a calendar, of this year and the next two, or of a given range', async () => {
    const answer = await http.post(PATH, calendarOf(CHRISTMAS), CALENDAR);
    const set = ['2023', '2024', '2025'].map((year) => ({ date: `${year}-12-25`, closed: true, reason: 'Christmas' }));
    const problems = [
      {
        where: 'line 2 (Christmas)',
        reason: 'its dates before and after the range 2023-01-01 to 2025-12-31 are not taken',
      },
    ];
    expect(answer).toMatchObject({ status: 207, body: { set, notTaken: 1, problems } });
    const later = await http.post(`${PATH}?from=2030-01-01&to=2030-12-31`, calendarOf(CHRISTMAS), CALENDAR);
    expect(later.body.set).toEqual([{ date: '2030-12-25', closed: true, reason: 'Christmas' }]);
    expect(await stored()).toHaveLength(4);
  });

  it("are on the store's clock, whatever the zone of the event", async () => {
    const night = ['DTSTART:20230705T030000Z', 'DURATION:PT30M'];
    const answer = await http.post(PATH, calendarOf(night), CALENDAR);
    expect(answer).toMatchObject({ status: 200, body: { set: [{ date: '2023-07-04', closed: true }] } });
  });

  it('are taken but for those that can not be, and the answer says where and why', async () => {
    const days = { '2023-02-30': {}, '2023-12-25': {} };
    expect(await http.post(PATH, { holiday_hours: days })).toMatchObject({
      status: 207,
      body: {
        set: [{ date: '2023-12-25', closed: true }],
        notTaken: 1,
        problems: [{ where: 'holiday_hours.2023-02-30', reason: '"2023-02-30" is not a date such as 2025-12-25' }],
      },
    });
    const outside = await http.post(`${PATH}?from=2024-01-01&to=2024-12-31`, { holiday_hours: { '2023-12-26': {} } });
    expect(outside).toMatchObject({
      status: 422,
      body: { errors: [{ path: '2023-12-26', message: 'is not in the range 2024-01-01 to 2024-12-31' }] },
    });
    expect(await stored()).toEqual([{ date: '2023-12-25', closed: true }]);
  });
});

describe('an upload of special hours is refused as a whole', () => {
  it.each([
    ['of no known shape', { hours: [] }, {}, 400, /expected is {"specialHours"/],
    ['that is no calendar', 'store_id,date', CALENDAR, 400, /first line is not BEGIN:VCALENDAR/],
    ['that is not in UTF-8', new Uint8Array([0x42, 0xe4]), CALENDAR, 400, /not in UTF-8/],
    ['of another type', 'x', { 'content-type': 'text/csv' }, 415, /takes application\/json or text\/calendar/],
    ['of which nothing can be used', { holiday_hours: { '2023-02-30': {} } }, {}, 422, /None of these special hours/],
  ])('%s', async (_what, body, headers, status, detail) => {
    const answer = await http.post(PATH, body, headers);
    expect(answer).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['?from=2023-01-01', 'from and to are given both, or none'],
    ['?from=2023-02-01&to=2023-01-01', 'must not be before from'],
    ['?from=2023-01-01&to=2043-01-01', 'must be less than 3700 days after from'],
  ])('for a range that can not be: %s', async (query, message) => {
    const answer = await http.post(`${PATH}${query}`, { holiday_hours: { '2023-12-25': {} } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ message }] } });
  });

  it('of an unknown store', async () => {
    expect((await http.post('/stores/none/special-hours', { holiday_hours: { '2023-12-25': {} } })).status).toBe(404);
  });

  it('and an empty one changes nothing', async () => {
    expect(await http.post(PATH, { holiday_hours: {} })).toMatchObject({ status: 200, body: { set: [], notTaken: 0 } });
  });
});
