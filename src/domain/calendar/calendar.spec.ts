import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatTimeOfDay, openIntervals, parseTimeOfDay, type BusinessHours } from './calendar.js';
import { DAY, HOUR, MINUTE, SECOND, formatInstant, parseInstant } from '../time/instant.js';

describe('a time of day', () => {
  test.each([
    ['00:00', 0],
    ['9:00', 9 * HOUR],
    ['09:00', 9 * HOUR],
    ['09:00:00', 9 * HOUR],
    ['09:30:15', 9 * HOUR + 30 * MINUTE + 15 * SECOND],
    ['09:00:00.5', 9 * HOUR + SECOND / 2],
    ['09:00:00.000001', 9 * HOUR + 1],
    ['23:59:59', DAY - SECOND],
    ['23:59:59.999999', DAY - 1],
    ['24:00', DAY],
    ['24:00:00', DAY],
    ['24:00:00.000000', DAY],
  ])('is read from %s', (text, time) => expect(parseTimeOfDay(text)).toBe(time));

  test.each([
    '',
    'noon',
    '9',
    '0900',
    '9am',
    '9:0',
    '009:00',
    '09:60',
    '09:00:60',
    '24:00:00.000001',
    '24:01',
    '25:00',
    '-1:00',
    '09:00:00.',
    '09:00:00.0000001',
    ' 09:00',
    '09:00 ',
    '09:00Z',
  ])('is not read from "%s"', (text) => expect(parseTimeOfDay(text)).toBeNull());

  test.each([
    [0, '00:00'],
    [9 * HOUR, '09:00'],
    [17 * HOUR + 30 * MINUTE, '17:30'],
    [DAY - SECOND, '23:59:59'],
    [SECOND / 2, '00:00:00.500000'],
    [1, '00:00:00.000001'],
    [DAY, '24:00'],
  ])('%d is written %s', (time, text) => expect(formatTimeOfDay(time)).toBe(text));

  test('is formatted so that it parses to itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: DAY }), (time) => expect(parseTimeOfDay(formatTimeOfDay(time))).toBe(time)),
    );
  });
});

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `Monday 09:00-17:30` as an hours row; `daily 09:00-17:30` as seven. */
function rows(...texts: string[]): BusinessHours[] {
  return texts.flatMap((text) => {
    const [day, open, close] = text.split(/[ -]/) as [string, string, string];
    const days = day === 'daily' ? [0, 1, 2, 3, 4, 5, 6] : [DAYS.indexOf(day)];
    return days.map((dayOfWeek) => ({ dayOfWeek, open: parseTimeOfDay(open)!, close: parseTimeOfDay(close)! }));
  });
}

const instant = (text: string) => parseInstant(`${text}Z`, 'required') as number;

/** The open intervals from one instant to another, cut to that range, as texts: `2023-01-23T09:00/2023-01-23T17:30`. */
function open(hours: BusinessHours[], timeZone: string | null, from: string, to: string): string[] {
  const short = (at: number) => formatInstant(at).replace(/(:00)?\.000000Z$/, '');
  const [first, last] = [instant(from), instant(to)];
  return openIntervals({ hours, timeZone }, first, last).map(
    (interval) => `${short(Math.max(interval.from, first))}/${short(Math.min(interval.to, last))}`,
  );
}

const openInUtc = (texts: string[], from: string, to: string) => open(rows(...texts), 'Etc/UTC', from, to);

// 23 January 2023 was a Monday.
describe('a store is open', () => {
  test('always when it has no hours rows (1)', () => {
    expect(openInUtc([], '1970-01-01T00:00', '2254-12-31T00:00')).toEqual(['1970-01-01T00:00/2254-12-31T00:00']);
  });

  test('never on a day without rows when another day has some (1)', () => {
    expect(openInUtc(['Tuesday 09:00-17:00'], '2023-01-22T00:00', '2023-01-31T00:00')).toEqual([
      '2023-01-24T09:00/2023-01-24T17:00',
    ]);
  });

  test('on day 0 on Mondays, and so on to day 6 on Sundays', () => {
    expect(
      rows('daily 09:00-10:00').map(
        (row) =>
          openIntervals(
            { hours: [row], timeZone: 'Etc/UTC' },
            instant('2023-01-23T00:00'),
            instant('2023-01-29T23:59'),
          )[0]!.from,
      ),
    ).toEqual([23, 24, 25, 26, 27, 28, 29].map((date) => instant(`2023-01-${date}T09:00`)));
  });

  test('in each shift of a day (2)', () => {
    expect(openInUtc(['Monday 09:00-12:00', 'Monday 13:00-18:00'], '2023-01-23T00:00', '2023-01-24T00:00')).toEqual([
      '2023-01-23T09:00/2023-01-23T12:00',
      '2023-01-23T13:00/2023-01-23T18:00',
    ]);
  });

  test('once where rows overlap, repeat or touch (2)', () => {
    const texts = ['Monday 09:00-12:00', 'Monday 11:00-14:00', 'Monday 09:00-12:00', 'Monday 14:00-15:00'];
    expect(openInUtc(texts, '2023-01-23T00:00', '2023-01-24T00:00')).toEqual(['2023-01-23T09:00/2023-01-23T15:00']);
  });

  test('on one day to the next in one interval where rows touch at midnight (2)', () => {
    expect(openInUtc(['Monday 18:00-24:00', 'Tuesday 00:00-02:00'], '2023-01-23T00:00', '2023-01-25T00:00')).toEqual([
      '2023-01-23T18:00/2023-01-24T02:00',
    ]);
  });

  test('from Sunday to Monday in one interval (2)', () => {
    expect(openInUtc(['Sunday 18:00-23:59', 'Monday 00:00-02:00'], '2023-01-29T00:00', '2023-01-31T00:00')).toEqual([
      '2023-01-29T18:00/2023-01-30T02:00',
    ]);
  });

  test.each(['23:59', '23:59:00', '23:59:30', '23:59:59', '23:59:59.999999', '24:00'])(
    'to the end of the day when it closes at %s (3)',
    (close) => {
      expect(openInUtc([`Monday 18:00-${close}`], '2023-01-23T00:00', '2023-01-25T00:00')).toEqual([
        '2023-01-23T18:00/2023-01-24T00:00',
      ]);
    },
  );

  test('to the microsecond when it closes just before 23:59 (3)', () => {
    expect(openInUtc(['Monday 18:00-23:58:59.999999'], '2023-01-23T00:00', '2023-01-25T00:00')).toEqual([
      '2023-01-23T18:00/2023-01-23T23:58:59.999999Z',
    ]);
  });

  test('all the time when every day is 00:00-23:59:59 (3)', () => {
    expect(openInUtc(['daily 00:00-23:59:59'], '2023-01-01T00:00', '2024-01-01T00:00')).toEqual([
      '2023-01-01T00:00/2024-01-01T00:00',
    ]);
  });

  test('overnight when it closes before it opens (4)', () => {
    expect(openInUtc(['Monday 18:00-02:00'], '2023-01-23T00:00', '2023-01-25T00:00')).toEqual([
      '2023-01-23T18:00/2023-01-24T02:00',
    ]);
  });

  test('to the next midnight when it closes at 00:00 (4)', () => {
    expect(openInUtc(['Monday 18:00-00:00'], '2023-01-23T00:00', '2023-01-25T00:00')).toEqual([
      '2023-01-23T18:00/2023-01-24T00:00',
    ]);
  });

  test.each(['00:00', '09:00', '23:58'])('for 24 hours when it opens and closes at %s (4)', (time) => {
    expect(openInUtc([`Monday ${time}-${time}`], '2023-01-23T00:00', '2023-01-25T00:00')).toEqual([
      `2023-01-23T${time}/2023-01-24T${time}`,
    ]);
  });

  test('for the last minute of the day when it opens and closes at 23:59: rule 3 comes first', () => {
    expect(openInUtc(['Monday 23:59-23:59'], '2023-01-23T00:00', '2023-01-25T00:00')).toEqual([
      '2023-01-23T23:59/2023-01-24T00:00',
    ]);
  });

  test('from the next midnight when it opens at 24:00, and not at all when it closes there too (3, 4, 5)', () => {
    expect(openInUtc(['Monday 24:00-02:00'], '2023-01-23T00:00', '2023-01-25T00:00')).toEqual([
      '2023-01-24T00:00/2023-01-24T02:00',
    ]);
    expect(openInUtc(['Monday 24:00-24:00'], '2023-01-23T00:00', '2023-01-25T00:00')).toEqual([]);
  });
});

describe('local hours become instants (5)', () => {
  const day = (date: string, hours: string[], timeZone: string | null) =>
    open(rows(...hours), timeZone, `${date}T00:00`, formatInstant(instant(`${date}T00:00`) + DAY).slice(0, 16));

  test.each([
    ['America/Chicago', '2023-01-23', '2023-01-23T15:00/2023-01-23T23:00'],
    ['America/Chicago', '2023-07-03', '2023-07-03T14:00/2023-07-03T22:00'],
    ['Asia/Kolkata', '2023-01-23', '2023-01-23T03:30/2023-01-23T11:30'],
    ['Asia/Kathmandu', '2023-01-23', '2023-01-23T03:15/2023-01-23T11:15'],
    ['Australia/Lord_Howe', '2023-01-23', '2023-01-23T00:00/2023-01-23T06:00'],
    [null, '2023-01-23', '2023-01-23T15:00/2023-01-23T23:00'],
  ])('in %s, on %s', (timeZone, date, expected) => {
    expect(day(date, ['Monday 09:00-17:00'], timeZone)).toEqual([expected]);
  });

  test('an opening that spring skips moves forward by the gap', () => {
    expect(day('2023-03-12', ['Sunday 02:30-06:00'], 'America/New_York')).toEqual([
      '2023-03-12T07:30/2023-03-12T10:00',
    ]);
  });

  test('a closing that spring skips moves forward by the gap', () => {
    expect(day('2023-03-12', ['Sunday 01:00-02:30'], 'America/New_York')).toEqual([
      '2023-03-12T06:00/2023-03-12T07:30',
    ]);
  });

  test('an interval inside the gap moves as a whole', () => {
    expect(day('2023-03-12', ['Sunday 02:15-02:45'], 'America/New_York')).toEqual([
      '2023-03-12T07:15/2023-03-12T07:45',
    ]);
  });

  test('an interval that the gap leaves empty or reversed is dropped', () => {
    expect(day('2023-03-12', ['Sunday 02:30-03:30'], 'America/New_York')).toEqual([]);
    expect(day('2023-03-12', ['Sunday 02:30-03:15'], 'America/New_York')).toEqual([]);
  });

  test('a time that occurs twice in autumn means its first occurrence, opening or closing', () => {
    expect(day('2023-11-05', ['Sunday 01:30-03:00'], 'America/New_York')).toEqual([
      '2023-11-05T05:30/2023-11-05T08:00',
    ]);
    expect(day('2023-11-05', ['Sunday 00:00-01:30'], 'America/New_York')).toEqual([
      '2023-11-05T04:00/2023-11-05T05:30',
    ]);
  });

  test('half an hour of daylight saving skips and repeats half an hour (Lord Howe)', () => {
    expect(open(rows('Sunday 02:15-04:00'), 'Australia/Lord_Howe', '2023-09-30T00:00', '2023-10-01T12:00')).toEqual([
      '2023-09-30T15:45/2023-09-30T17:00',
    ]);
    expect(open(rows('Sunday 01:45-04:00'), 'Australia/Lord_Howe', '2023-04-01T00:00', '2023-04-02T12:00')).toEqual([
      '2023-04-01T14:45/2023-04-01T17:30',
    ]);
  });

  test('a midnight that is skipped joins the days (Beirut, 26 March 2023)', () => {
    expect(open(rows('daily 00:00-24:00'), 'Asia/Beirut', '2023-03-24T00:00', '2023-03-28T00:00')).toEqual([
      '2023-03-24T00:00/2023-03-28T00:00',
    ]);
    expect(open(rows('Sunday 00:00-04:00'), 'Asia/Beirut', '2023-03-25T12:00', '2023-03-26T12:00')).toEqual([
      '2023-03-25T22:00/2023-03-26T01:00',
    ]);
  });

  test('a midnight that is skipped, closing on the evening before (Sao Paulo, 4 November 2018)', () => {
    expect(open(rows('Saturday 22:00-24:00'), 'America/Sao_Paulo', '2018-11-03T12:00', '2018-11-04T12:00')).toEqual([
      '2018-11-04T01:00/2018-11-04T03:00',
    ]);
    expect(open(rows('Saturday 22:00-00:30'), 'America/Sao_Paulo', '2018-11-03T12:00', '2018-11-04T12:00')).toEqual([
      '2018-11-04T01:00/2018-11-04T03:30',
    ]);
  });

  test('an evening that is lived twice stays open through both (Sao Paulo, 17 February 2019)', () => {
    expect(open(rows('Saturday 22:00-24:00'), 'America/Sao_Paulo', '2019-02-16T12:00', '2019-02-17T12:00')).toEqual([
      '2019-02-17T00:00/2019-02-17T03:00',
    ]);
  });

  test('a date that never was moves on to the next day, whose hours it joins (Apia, 30 December 2011)', () => {
    const texts = ['Thursday 09:00-17:00', 'Friday 10:00-18:00', 'Saturday 09:00-17:00'];
    expect(open(rows(...texts), 'Pacific/Apia', '2011-12-29T00:00', '2012-01-01T00:00')).toEqual([
      '2011-12-29T19:00/2011-12-30T03:00',
      '2011-12-30T19:00/2011-12-31T04:00',
    ]);
  });

  test('always open is always open, over every change of clocks', () => {
    for (const timeZone of ['Pacific/Apia', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Africa/Casablanca']) {
      expect(open(rows('daily 00:00-23:59:59'), timeZone, '2011-01-01T00:00', '2020-01-01T00:00')).toEqual([
        '2011-01-01T00:00/2020-01-01T00:00',
      ]);
    }
  });
});

test('a range holds the interval that opens at its end, and not the one that closes at its beginning', () => {
  const hours = rows('Monday 09:00-12:00', 'Monday 13:00-18:00');
  const found = openIntervals({ hours, timeZone: 'Etc/UTC' }, instant('2023-01-23T12:00'), instant('2023-01-23T13:00'));
  expect(found).toEqual([{ from: instant('2023-01-23T13:00'), to: instant('2023-01-23T18:00') }]);
});

test('an interval is found whatever part of it the range asks for', () => {
  const hours = rows('Monday 18:00-17:59', 'Thursday 09:00-12:00');
  const range = fc.integer({ min: instant('2023-03-01T00:00'), max: instant('2023-04-01T00:00') });
  fc.assert(
    fc.property(range, fc.nat(3 * DAY), fc.constantFrom('Asia/Beirut', 'Pacific/Apia', null), (from, length, zone) => {
      const to = from + length;
      const within = openIntervals({ hours, timeZone: zone }, from - 20 * DAY, to + 20 * DAY).filter(
        (interval) => interval.from <= to && interval.to > from,
      );
      expect(openIntervals({ hours, timeZone: zone }, from, to)).toEqual(within);
    }),
  );
});
