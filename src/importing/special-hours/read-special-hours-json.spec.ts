import { describe, expect, it } from '@jest/globals';
import { formatSpecialHours } from '../../domain/calendar/format-special-hours.js';
import { isProblem } from '../../domain/parse-problem.js';
import { readSpecialHoursJson } from './read-special-hours-json.js';

const on = (day: number) => ({ year: 2025, month: 12, day });
const at = (hours: number, minutes = 0) => ({ hours, minutes });

function read(body: unknown) {
  const found = readSpecialHoursJson(body);
  if (isProblem(found)) return found;
  return { set: formatSpecialHours(found.specialHours), notTaken: found.notTaken };
}

const google = (...specialHourPeriods: object[]) => read({ specialHours: { specialHourPeriods } });
const uber = (holiday_hours: object) => read({ holiday_hours });

describe('special hours of Google', () => {
  it.each([
    ['closed dates', [{ startDate: on(25), closed: true }], [{ date: '2025-12-25', closed: true }]],
    [
      'several periods of a date',
      [
        { startDate: on(24), openTime: at(14), closeTime: at(18, 30) },
        { startDate: on(24), openTime: at(9), endDate: on(24), closeTime: at(12) },
      ],
      [
        {
          date: '2025-12-24',
          intervals: [
            { open: '09:00', close: '12:00' },
            { open: '14:00', close: '18:30' },
          ],
        },
      ],
    ],
    [
      'a period that ends on the next day',
      [{ startDate: on(31), openTime: at(18), endDate: { year: 2026, month: 1, day: 1 }, closeTime: at(2) }],
      [{ date: '2025-12-31', intervals: [{ open: '18:00', close: '02:00' }] }],
    ],
    [
      '24 hours, with the zeros left out or as 24:00',
      [
        { startDate: on(1), openTime: {}, endDate: on(2), closeTime: {} },
        { startDate: on(3), openTime: {}, closeTime: at(24) },
      ],
      [
        { date: '2025-12-01', intervals: [{ open: '00:00', close: '00:00' }] },
        { date: '2025-12-03', intervals: [{ open: '00:00', close: '24:00' }] },
      ],
    ],
    [
      'the texts of version 4',
      [
        { startDate: on(24), openTime: '08:00', endDate: on(24), closeTime: '12:30' },
        { startDate: on(25), isClosed: true },
      ],
      [
        { date: '2025-12-24', intervals: [{ open: '08:00', close: '12:30' }] },
        { date: '2025-12-25', closed: true },
      ],
    ],
  ])('are %s', (_what, periods, expected) => {
    expect(google(...periods)).toEqual({ set: expected, notTaken: [] });
  });

  it('are found in a whole location, and by themselves', () => {
    const specialHourPeriods = [{ startDate: on(25), closed: true }];
    const expected = { set: [{ date: '2025-12-25', closed: true }], notTaken: [] };
    expect(read({ name: 'locations/1', title: 'Bar', specialHours: { specialHourPeriods } })).toEqual(expected);
    expect(read({ specialHourPeriods })).toEqual(expected);
    expect(read({ specialHours: {} })).toEqual({ set: [], notTaken: [] });
  });

  it.each([
    [{ startDate: { year: 2025, month: 2, day: 30 }, closed: true }, '[0].startDate', 'there is no date 2025-02-30'],
    [{ closed: true }, '[0].startDate', expect.stringContaining('expected is a date such as')],
    [{ startDate: on(24) }, '[0]', 'has neither "closed": true nor both of openTime and closeTime'],
    [
      { startDate: on(24), openTime: at(10), endDate: on(25), closeTime: at(16) },
      '[0]',
      'is 30 hours long; at most 24 are possible',
    ],
    [
      { startDate: on(24), openTime: at(18), closeTime: at(2) },
      '[0]',
      expect.stringContaining('closes before it opens'),
    ],
    [
      { startDate: on(24), openTime: at(25), closeTime: at(2) },
      '[0].openTime',
      expect.stringContaining('a time of day'),
    ],
    [
      { startDate: on(24), openTime: '8am', closeTime: '12:00' },
      '[0].openTime',
      expect.stringContaining('a time of day'),
    ],
    [
      { startDate: on(24), openTime: at(24), endDate: on(25), closeTime: at(10) },
      '[0].openTime',
      'is 24:00; write 00:00 of the next day',
    ],
    ['closed', '[0]', expect.stringContaining('expected is a period')],
  ])('that can not be are said with their place: %j', (period, where, reason) => {
    const path = `specialHours.specialHourPeriods${where}`;
    expect(read({ specialHours: { specialHourPeriods: [period, { startDate: on(26), closed: true }] } })).toEqual({
      set: [{ date: '2025-12-26', closed: true }],
      notTaken: [{ where: path, reason }],
    });
  });

  it('close one date each: the end of a longer closed period is said, not dropped', () => {
    expect(google({ startDate: on(24), endDate: on(26), closed: true })).toEqual({
      set: [{ date: '2025-12-24', closed: true }],
      notTaken: [
        { where: expect.stringContaining('[0].endDate'), reason: expect.stringContaining('2025-12-24, only') },
      ],
    });
  });

  it('that contradict each other about a date are not taken, and both places are named', () => {
    const open = { startDate: on(25), openTime: at(9), closeTime: at(12) };
    expect(google({ startDate: on(25), closed: true }, open, { startDate: on(26), closed: true })).toEqual({
      set: [{ date: '2025-12-26', closed: true }],
      notTaken: [
        {
          where: 'specialHours.specialHourPeriods[0], specialHours.specialHourPeriods[1]',
          reason: '2025-12-25 is said to be closed, and to be open',
        },
      ],
    });
  });
});

describe('special hours of Uber', () => {
  it('are a map of dates; one without periods is closed', () => {
    const periods = [
      { start_time: '18:00', end_time: '02:00' },
      { start_time: '09:00', end_time: '12:00' },
    ];
    expect(
      uber({ '2025-12-25': {}, '2025-12-26': { open_time_periods: [] }, '2025-12-24': { open_time_periods: periods } }),
    ).toEqual({
      set: [
        {
          date: '2025-12-24',
          intervals: [
            { open: '09:00', close: '12:00' },
            { open: '18:00', close: '02:00' },
          ],
        },
        { date: '2025-12-25', closed: true },
        { date: '2025-12-26', closed: true },
      ],
      notTaken: [],
    });
  });

  it.each([
    [{ '2025-02-30': {} }, 'holiday_hours.2025-02-30', '"2025-02-30" is not a date such as 2025-12-25'],
    [{ '2025-12-25': 'closed' }, 'holiday_hours.2025-12-25', expect.stringContaining('{} for a closed date')],
    [
      { '2025-12-25': { open_time_periods: [{ start_time: '9', end_time: '12:00' }] } },
      'holiday_hours.2025-12-25.open_time_periods[0].start_time',
      'expected is a time of day before 24:00, such as "09:30"',
    ],
    [
      { '2025-12-25': { open_time_periods: { start_time: '09:00' } } },
      'holiday_hours.2025-12-25.open_time_periods',
      'expected is a list of periods',
    ],
  ])('that can not be are said with their place: %j', (days, where, reason) => {
    expect(uber({ ...days, '2025-12-31': {} })).toEqual({
      set: [{ date: '2025-12-31', closed: true }],
      notTaken: [{ where, reason }],
    });
  });
});

it.each([
  [[], /^expected is/],
  [null, /^expected is/],
  [{ hours: [] }, /^expected is/],
  [{ holiday_hours: [] }, /holiday_hours is not a map/],
  [{ specialHours: { specialHourPeriods: {} } }, /specialHourPeriods is not a list/],
  [{ specialHours: [] }, /specialHourPeriods is not a list/],
  [{ holiday_hours: {}, specialHourPeriods: [] }, /shapes of two systems/],
])('special hours of no known shape are refused: %j', (body, problem) => {
  expect(read(body)).toEqual({ problem: expect.stringMatching(problem) });
});
