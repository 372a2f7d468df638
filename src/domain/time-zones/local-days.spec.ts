import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { ODD_ZONES } from '../../../test/support/data/zones.js';
import { offsetAt } from '../../../test/support/reference/reference-clock.js';
import { DAY, formatInstant, HOUR, type Instant } from '../time/instant.js';
import { formatLocalDate, parseLocalDate } from '../time/local-date.js';
import { localDateAt, localDays, localMidnight } from './local-days.js';
import { DEFAULT_TIME_ZONE } from './zone-offsets.js';

const date = (text: string) => parseLocalDate(text)!;
const utc = (text: string): Instant => Date.parse(`${text}Z`) * 1000;

describe('the days of a zone', () => {
  it.each([
    ['an ordinary day', 'Asia/Kolkata', '2023-06-05', 24, '2023-06-04T18:30'],
    ['the day on which the clock goes forward', 'America/New_York', '2023-03-12', 23, '2023-03-12T05:00'],
    ['the day on which it goes back', 'America/New_York', '2023-11-05', 25, '2023-11-05T04:00'],
    ['half an hour of daylight saving', 'Australia/Lord_Howe', '2023-10-01', 23.5, '2023-09-30T13:30'],
    ['a day that begins at 01:00', 'Asia/Beirut', '2023-03-26', 23, '2023-03-25T22:00'],
    ['a day whose last hour occurs twice', 'America/Sao_Paulo', '2019-02-16', 25, '2019-02-16T02:00'],
    ['a day whose first minute occurs twice', 'America/St_Johns', '2010-11-07', 25, '2010-11-07T02:30'],
  ])('%s: %s, %s, has %d hours', (_, timeZone, text, hours, from) => {
    const [day, ...others] = localDays(timeZone, date(text), date(text));
    expect(others).toEqual([]);
    expect(formatInstant(day!.from)).toBe(formatInstant(utc(from)));
    expect((day!.to - day!.from) / HOUR).toBe(hours);
  });

  it('leave out a date that does not occur', () => {
    const days = localDays('Pacific/Apia', date('2011-12-29'), date('2011-12-31'));
    expect(days.map((day) => formatLocalDate(day.date))).toEqual(['2011-12-29', '2011-12-31']);
    expect(days[0]!.to).toBe(days[1]!.from);
  });
});

const anyDays = fc
  .constantFrom(...ODD_ZONES.flatMap(({ timeZone, changes }) => changes.map((change) => ({ timeZone, change }))))
  .chain(({ timeZone, change }) =>
    fc.record({
      timeZone: fc.constant(timeZone ?? DEFAULT_TIME_ZONE),
      first: fc.integer({ min: date(change) - 4, max: date(change) + 1 }),
      days: fc.nat(6),
      share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    }),
  );

test('days follow each other without a gap', () => {
  fc.assert(
    fc.property(anyDays, ({ timeZone, first, days: count }) => {
      const days = localDays(timeZone, first, first + count);
      if (days.length === 0) return;
      expect(days[0]!.from).toBe(localMidnight(timeZone, first));
      expect(days.at(-1)!.to).toBe(localMidnight(timeZone, first + count + 1));
      days.slice(1).forEach(({ from }, i) => expect(from).toBe(days[i]!.to));
    }),
  );
});

test('an instant has the date of the day that it lies in, which the clock of the platform shows', () => {
  fc.assert(
    fc.property(anyDays, ({ timeZone, first, days: count, share }) => {
      for (const day of localDays(timeZone, first, first + count)) {
        const within = day.from + Math.floor((day.to - day.from) * share);
        for (const instant of [day.from, within, day.to - 1]) {
          expect(localDateAt(timeZone, instant)).toBe(day.date);
          expect(Math.floor((instant + offsetAt(timeZone, Math.floor(instant / 1000))) / DAY)).toBe(day.date);
        }
      }
    }),
  );
});
