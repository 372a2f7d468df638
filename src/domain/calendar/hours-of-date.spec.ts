import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { questions } from '../../../test/support/data/arbitrary-history.js';
import { DAY, HOUR } from '../time/instant.js';
import { dayOfWeekOf } from '../time/local-date.js';
import { computeUptime } from '../uptime/uptime.js';
import { hoursOfDates } from './hours-of-date.js';

const DATE = 19_716;
const NINE_TO_FIVE = { open: 9 * HOUR, close: 17 * HOUR };
const WEEK = [{ dayOfWeek: dayOfWeekOf(DATE), ...NINE_TO_FIVE }];
const NOTHING = { groups: [], reason: null };

describe('the hours of a date', () => {
  it("are the store's special hours, with their reason (18)", () => {
    const specialHours = [{ date: DATE, intervals: [], reason: 'Stocktaking' }];
    const found = hoursOfDates({ hours: WEEK, specialHours, timeZone: null })(DATE);
    expect(found).toEqual({ ...NOTHING, source: 'store', rule: 18, intervals: [], reason: 'Stocktaking' });
  });

  it('are those of its groups, with their names (18)', () => {
    const groups = [{ kind: 'region', value: 'west' }];
    const specialHours = [{ date: DATE, intervals: [NINE_TO_FIVE], groups }];
    const found = hoursOfDates({ hours: [], specialHours, timeZone: null })(DATE);
    expect(found).toEqual({ ...NOTHING, source: 'groups', rule: 18, intervals: [NINE_TO_FIVE], groups });
  });

  it('are the weekly ones in force, also if the store is closed by them (19)', () => {
    const of = hoursOfDates({ hours: WEEK, timeZone: null });
    expect(of(DATE)).toMatchObject({ source: 'week', rule: 19, intervals: [NINE_TO_FIVE] });
    expect(of(DATE + 1)).toEqual({ ...NOTHING, source: 'week', rule: 19, intervals: [] });
  });

  it('of a store without weekly rows are the whole date (1)', () => {
    const found = hoursOfDates({ hours: [], timeZone: null })(DATE);
    expect(found).toEqual({ ...NOTHING, source: 'always-open', rule: 1, intervals: [{ open: 0, close: DAY }] });
  });
});

test('a store with the hours of each date as special hours has the same uptime', () => {
  fc.assert(
    fc.property(questions, ({ store, windows, asOf, rule }) => {
      const of = hoursOfDates(store);
      const dates = Array.from({ length: 40 }, (_, i) => Math.floor(asOf / DAY) - 30 + i);
      const specialHours = dates.map((date) => ({ date, intervals: of(date).intervals }));
      expect(computeUptime({ ...store, hours: [], specialHours }, windows, asOf, rule)).toEqual(
        computeUptime(store, windows, asOf, rule),
      );
    }),
    { numRuns: 300 },
  );
});
