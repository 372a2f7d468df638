import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY, formatInstant, HOUR, MINUTE, parseInstant, SECOND } from '../../time/instant.js';
import { parseWindow, reportWindows, windowsByZone } from './windows.js';

const asOf = parseInstant('2023-01-25T18:13:22.479220Z', 'required') as number;

test('the windows of a report end at its as-of instant and are 3,600, 86,400 and 604,800 seconds long', () => {
  expect(reportWindows(asOf)).toEqual([
    { name: 'last_hour', from: asOf - 3_600e6, to: asOf },
    { name: 'last_day', from: asOf - 86_400e6, to: asOf },
    { name: 'last_week', from: asOf - 604_800e6, to: asOf },
  ]);
});

describe('a requested window', () => {
  it.each([
    ['PT1H', HOUR],
    ['P7D', 7 * DAY],
    ['P30D', 30 * DAY],
    ['P1W', 7 * DAY],
    ['P1W1DT2H3M4.5S', 8 * DAY + 2 * HOUR + 3 * MINUTE + 4.5 * SECOND],
    ['PT0.000001S', 1],
    ['P366D', 366 * DAY],
  ])('as %s is elapsed time up to the as-of instant', (text, length) => {
    expect(parseWindow(text)).toEqual({ length });
    expect(reportWindows(asOf, [text])).toEqual([{ name: text, from: asOf - length, to: asOf }]);
  });

  it('as two instants lies between them, whatever the as-of instant', () => {
    const text = '2023-01-22T00:00:00Z/2023-01-22T12:00:00+01:00';
    const [window] = reportWindows(asOf, [text]);
    expect(window!.name).toBe(text);
    expect([window!.from, window!.to].map(formatInstant)).toEqual([
      '2023-01-22T00:00:00.000000Z',
      '2023-01-22T11:00:00.000000Z',
    ]);
  });

  it.each([
    ['PT0S', /longer than zero/],
    ['P0D', /longer than zero/],
    ['-PT1H', /longer than zero/],
    ['PT-1H', /longer than zero/],
    ['P367D', /no longer than 366 days/],
    ['P3650D', /no longer than 366 days/],
    ['P10Y', /months or years/],
    ['P1M', /months or years/],
    ['P', /no ISO 8601 duration/],
    ['PT', /no ISO 8601 duration/],
    ['P1DT', /no ISO 8601 duration/],
    ['1H', /no ISO 8601 duration/],
    ['pt1h', /no ISO 8601 duration/],
    ['PT1.5H', /no ISO 8601 duration/],
    ['', /no ISO 8601 duration .* nor a period such as 2024-03-04/],
    ['2024-W60', /is no week: 2024 has 52/],
    ['last_week', /write P7D for seven days, or last_week_mon_sun/],
    ['2023-01-23T00:00:00Z', /no ISO 8601 duration .* nor two instants/],
    ['2023-01-23T00:00:00Z/2023-01-22T00:00:00Z', /longer than zero/],
    ['2023-01-23T00:00:00Z/2023-01-23T00:00:00Z', /longer than zero/],
    ['2013-01-23T00:00:00Z/2023-01-23T00:00:00Z', /no longer than 366 days/],
    ['2023-01-22T00:00:00/2023-01-23T00:00:00Z', /no time zone: write 2023-01-22T00:00:00Z/],
    ['2023-01-22T00:00:00Z/PT1H', /"PT1H" where an instant should be/],
    ['/', /"" where an instant should be/],
  ])('as %j is refused', (text, problem) => {
    expect(parseWindow(text)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('is read for any length, to the microsecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 366 * DAY }), (length) => {
        const [seconds, micros] = [Math.floor(length / SECOND), String(length % SECOND).padStart(6, '0')];
        expect(parseWindow(`PT${seconds}.${micros}S`)).toEqual({ length });
      }),
    );
  });
});

describe('a window that is a period of the calendar', () => {
  const midnight = parseInstant('2023-03-01T00:00:00Z', 'required') as number;

  it('is each store its own, by its zone', () => {
    const ofZone = windowsByZone(midnight, ['last_month', 'P1D']);
    const written = ['Asia/Tokyo', 'America/New_York', null].map((timeZone) =>
      ofZone(timeZone).map(({ name, from, to }) => [name, ...[from, to].map((at) => formatInstant(at).slice(0, 16))]),
    );
    const day = ['P1D', '2023-02-28T00:00', '2023-03-01T00:00'];
    expect(written).toEqual([
      [['last_month', '2023-01-31T15:00', '2023-02-28T15:00'], day],
      // There it is still February.
      [['last_month', '2023-01-01T05:00', '2023-02-01T05:00'], day],
      [['last_month', '2023-01-01T06:00', '2023-02-01T06:00'], day],
    ]);
  });

  it('reaches in a report from its earliest beginning to its latest end', () => {
    const [window] = reportWindows(midnight, ['last_month']);
    expect([window!.from, window!.to].map(formatInstant)).toEqual([
      // January at UTC+14: where it is February still, last month is January.
      '2022-12-31T10:00:00.000000Z',
      '2023-03-01T00:00:00.000000Z',
    ]);
  });
});
