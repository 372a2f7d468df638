import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { ODD_ZONES } from '../../../../test/support/data/zones.js';
import { referencePeriod } from '../../../../test/support/reference/reference-period.js';
import { isProblem } from '../../parse-problem.js';
import { DAY, formatInstant, HOUR, parseInstant, type Instant } from '../../time/instant.js';
import { DEFAULT_TIME_ZONE } from '../../time-zones/zone-offsets.js';
import { parseCalendarPeriod, resolvePeriod, widestPeriod, type CalendarPeriod } from './calendar-periods.js';

const at = (text: string) => parseInstant(text, 'required') as number;

function period(text: string): CalendarPeriod {
  const parsed = parseCalendarPeriod(text);
  if (parsed === null || isProblem(parsed)) throw new Error(`${text} is no period`);
  return parsed;
}

const resolve = (text: string, timeZone: string, asOf: Instant) => resolvePeriod(period(text), timeZone, asOf);

const written = (text: string, timeZone: string, asOf: string) => {
  const { from, to } = resolve(text, timeZone, at(asOf));
  return [from, to].map((instant) => formatInstant(instant).replace('.000000', ''));
};

describe('a period of the calendar (24)', () => {
  it.each([
    ['2024-03-04', 'UTC', ['2024-03-04T00:00:00Z', '2024-03-05T00:00:00Z']],
    ['2024-02-29', 'UTC', ['2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z']],
    ['2024-W10', 'UTC', ['2024-03-04T00:00:00Z', '2024-03-11T00:00:00Z']],
    ['2021-W01', 'UTC', ['2021-01-04T00:00:00Z', '2021-01-11T00:00:00Z']],
    ['2020-W53', 'UTC', ['2020-12-28T00:00:00Z', '2021-01-04T00:00:00Z']],
    ['2019-W01', 'UTC', ['2018-12-31T00:00:00Z', '2019-01-07T00:00:00Z']],
    ['2024-02', 'UTC', ['2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z']],
    ['2023-12', 'UTC', ['2023-12-01T00:00:00Z', '2024-01-01T00:00:00Z']],
    ['2024-Q1', 'UTC', ['2024-01-01T00:00:00Z', '2024-04-01T00:00:00Z']],
    ['2023-Q4', 'UTC', ['2023-10-01T00:00:00Z', '2024-01-01T00:00:00Z']],
    ['2024', 'UTC', ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z']],
    // Summer time begins on the 10th, ends on the 3rd of November.
    ['2024-03-10', 'America/New_York', ['2024-03-10T05:00:00Z', '2024-03-11T04:00:00Z']],
    ['2024-03', 'America/New_York', ['2024-03-01T05:00:00Z', '2024-04-01T04:00:00Z']],
    ['2024-11-03', 'America/New_York', ['2024-11-03T04:00:00Z', '2024-11-04T05:00:00Z']],
    // Midnight is skipped: the date begins at 01:00.
    ['2023-03-26', 'Asia/Beirut', ['2023-03-25T22:00:00Z', '2023-03-26T21:00:00Z']],
    // Midnight occurs twice: the first one.
    ['2018-02-18', 'America/Sao_Paulo', ['2018-02-18T03:00:00Z', '2018-02-19T03:00:00Z']],
    // 30 December 2011 is on no clock in Apia.
    ['2011-12-30', 'Pacific/Apia', ['2011-12-30T10:00:00Z', '2011-12-30T10:00:00Z']],
    ['2011-12', 'Pacific/Apia', ['2011-12-01T10:00:00Z', '2011-12-31T10:00:00Z']],
  ])('%s in %s runs from midnight to midnight', (text, timeZone, expected) => {
    expect(written(text, timeZone, '2026-01-01T00:00:00Z')).toEqual(expected);
  });

  it.each([
    ['today', 'Europe/Berlin', ['2024-02-29T23:00:00Z', '2024-03-01T02:00:00Z']],
    ['today', 'America/New_York', ['2024-02-29T05:00:00Z', '2024-03-01T02:00:00Z']],
    ['yesterday', 'America/New_York', ['2024-02-28T05:00:00Z', '2024-02-29T05:00:00Z']],
    ['this_week', 'UTC', ['2024-02-26T00:00:00Z', '2024-03-01T02:00:00Z']],
    ['last_week_mon_sun', 'UTC', ['2024-02-19T00:00:00Z', '2024-02-26T00:00:00Z']],
    ['this_month', 'America/New_York', ['2024-02-01T05:00:00Z', '2024-03-01T02:00:00Z']],
    ['last_month', 'America/New_York', ['2024-01-01T05:00:00Z', '2024-02-01T05:00:00Z']],
    ['last_month', 'Europe/Berlin', ['2024-01-31T23:00:00Z', '2024-02-29T23:00:00Z']],
    ['2024-Q1', 'Europe/Berlin', ['2023-12-31T23:00:00Z', '2024-03-01T02:00:00Z']],
    ['2024-04', 'Europe/Berlin', ['2024-03-01T02:00:00Z', '2024-03-01T02:00:00Z']],
  ])(
    '%s in %s ends at the as-of instant, 2024-03-01 02:00 UTC, and is relative to its date there',
    (text, zone, expected) => {
      expect(written(text, zone, '2024-03-01T02:00:00Z')).toEqual(expected);
    },
  );

  it('is empty where its first instant is the as-of instant', () => {
    const midnight = '2024-03-01T00:00:00Z';
    expect(written('today', 'UTC', midnight)).toEqual([midnight, midnight]);
    expect(written('yesterday', 'UTC', midnight)).toEqual(['2024-02-29T00:00:00Z', midnight]);
  });

  it.each([
    ['2023-02-29', 'is no date of the calendar'],
    ['2023-13', 'is no month'],
    ['2023-00', 'is no month'],
    ['2023-W53', 'is no week: 2023 has 52, from W01'],
    ['2023-W00', 'is no week: 2023 has 52, from W01'],
    ['2020-W54', 'is no week: 2020 has 53, from W01'],
    ['1969', 'is not within the years 1970 to 2254'],
    ['2255-01-01', 'is not within the years 1970 to 2254'],
  ])('is not %s', (text, problem) => {
    expect(parseCalendarPeriod(text)).toEqual({ problem });
  });

  it.each(['last_year', 'Today', '2024-Q5', '2024-3', '2024-W1', '24', 'P1M', '', '2024-03-04T00:00'])(
    'is not written %j',
    (text) => {
      expect(parseCalendarPeriod(text)).toBeNull();
    },
  );
});

const RELATIVE = ['today', 'yesterday', 'this_week', 'last_week_mon_sun', 'this_month', 'last_month'];

/** A zone, and an as-of instant near a change of its clock. */
const moments = fc
  .constantFrom(...ODD_ZONES.flatMap(({ timeZone, changes }) => changes.map((change) => ({ timeZone, change }))))
  .chain(({ timeZone, change }) =>
    fc.record({
      timeZone: fc.constant(timeZone ?? DEFAULT_TIME_ZONE),
      asOf: fc.integer({ min: -3 * 24, max: 3 * 24 }).map((hours) => Date.parse(change) * 1000 + hours * HOUR),
    }),
  );

const named = (asOf: Instant) => {
  const [day, month, year] = [
    formatInstant(asOf).slice(0, 10),
    formatInstant(asOf).slice(0, 7),
    formatInstant(asOf).slice(0, 4),
  ];
  return fc.constantFrom(...RELATIVE, day, month, year, `${year}-Q2`, `${year}-W01`, `${year}-W52`);
};

test('periods are those of the slow reference', () => {
  const questions = moments.chain((moment) => named(moment.asOf).map((text) => ({ ...moment, text })));
  fc.assert(
    fc.property(questions, ({ timeZone, asOf, text }) => {
      expect([text, resolve(text, timeZone, asOf)]).toEqual([text, referencePeriod(text, timeZone, asOf)]);
    }),
    { numRuns: 60 },
  );
});

test('the days of a month, and the months of a year, follow each other without a gap', () => {
  fc.assert(
    fc.property(moments, ({ timeZone, asOf }) => {
      const after = asOf + 800 * DAY;
      const month = formatInstant(asOf).slice(0, 7);
      const days = Array.from({ length: 31 }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`)
        .filter((day) => !isProblem(parseCalendarPeriod(day)))
        .map((day) => resolve(day, timeZone, after));
      const months = Array.from({ length: 12 }, (_, i) => `${month.slice(0, 4)}-${String(i + 1).padStart(2, '0')}`);
      for (const [whole, parts] of [
        [month, days],
        [month.slice(0, 4), months.map((text) => resolve(text, timeZone, after))],
      ] as const) {
        parts.slice(1).forEach(({ from }, i) => expect(from).toBe(parts[i]!.to));
        expect(resolve(whole, timeZone, after)).toEqual({ from: parts[0]!.from, to: parts.at(-1)!.to });
      }
    }),
    { numRuns: 200 },
  );
});

test('no clock has a period that begins before or ends after the widest', () => {
  const questions = moments.chain((moment) => named(moment.asOf).map((text) => ({ ...moment, text })));
  fc.assert(
    fc.property(questions, ({ timeZone, asOf, text }) => {
      const [own, widest] = [resolve(text, timeZone, asOf), widestPeriod(period(text), asOf)];
      expect(widest.from).toBeLessThanOrEqual(own.from);
      expect(widest.to).toBeGreaterThanOrEqual(own.to);
      expect(widest.to).toBeLessThanOrEqual(asOf);
    }),
    { numRuns: 1_000 },
  );
});
