import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { specialHours, specialHoursOfGroups } from '../../../test/support/data/arbitrary-history.js';
import { referenceSpecialHours } from '../../../test/support/reference/reference-special-hours.js';
import { HOUR } from '../time/instant.js';
import type { OpeningTimes, SpecialHours } from './calendar.js';
import { specialHoursInForce, type SpecialHoursOfGroup } from './special-hours-in-force.js';

const WEST = { kind: 'region', value: 'west' };
const X = { kind: 'brand', value: 'x' };
const DATE = 19_716;

const at = (...hours: [open: number, close: number][]): OpeningTimes[] =>
  hours.map(([open, close]) => ({ open: open * HOUR, close: close * HOUR }));

const of = (group: typeof WEST, intervals: OpeningTimes[], reason?: string): SpecialHoursOfGroup => ({
  group,
  date: DATE,
  intervals,
  ...(reason !== undefined && { reason }),
});

const own = (intervals: OpeningTimes[]): SpecialHours => ({ date: DATE, intervals });

describe('special hours in force on a date (18)', () => {
  it("are the store's own, whatever its groups say", () => {
    expect(specialHoursInForce([own(at([9, 12]))], [of(WEST, []), of(X, at([7, 8]))])).toEqual([own(at([9, 12]))]);
    expect(specialHoursInForce([own([])], [of(WEST, at([9, 12]))])).toEqual([own([])]);
  });

  it('are those of a group, with its name and reason, on dates on which the store has none', () => {
    const before = { date: DATE - 1, intervals: [] };
    expect(specialHoursInForce([before], [of(WEST, at([9, 12]), 'Eve')])).toEqual([
      before,
      { date: DATE, intervals: at([9, 12]), reason: 'Eve', groups: [WEST] },
    ]);
  });

  it('are closed if one of several groups says so', () => {
    const found = specialHoursInForce([], [of(WEST, at([9, 12]), 'Short'), of(X, [], 'Stocktaking')]);
    expect(found).toEqual([{ date: DATE, intervals: [], reason: 'Stocktaking', groups: [X] }]);
  });

  it('are the intervals of all groups, each once, if none of them says closed', () => {
    const found = specialHoursInForce([], [of(WEST, at([14, 18], [9, 12]), 'Fair'), of(X, at([9, 12]), 'Fair')]);
    expect(found).toEqual([{ date: DATE, intervals: at([9, 12], [14, 18]), reason: 'Fair', groups: [X, WEST] }]);
  });

  it('have the reasons of the groups that decide', () => {
    const found = specialHoursInForce([], [of(WEST, [], 'Holiday'), of(X, [], 'Stocktaking')]);
    expect(found).toMatchObject([{ reason: 'Stocktaking; Holiday', groups: [X, WEST] }]);
  });
});

const NEAR = DATE * 24 * HOUR;

const byDate = (some: readonly SpecialHours[]) => some.toSorted((one, other) => one.date - other.date);

/** Any special hours of a store, and those of its groups. */
const law = (holds: (own: readonly SpecialHours[], ofGroups: readonly SpecialHoursOfGroup[]) => void) =>
  fc.assert(fc.property(specialHours(NEAR).map(byDate), specialHoursOfGroups(NEAR), holds), { numRuns: 500 });

test('special hours in force are those of the reference, on each date (18)', () => {
  const setOf = (intervals: readonly OpeningTimes[]) => new Set(intervals.map(({ open, close }) => `${open}-${close}`));
  law((some, ofGroups) => {
    const found = new Map(specialHoursInForce(some, ofGroups).map(({ date, intervals }) => [date, intervals]));
    for (let date = DATE - 12; date <= DATE + 8; date++) {
      const expected = referenceSpecialHours(date, some, ofGroups);
      expect(found.get(date) && setOf(found.get(date)!)).toEqual(expected === null ? undefined : setOf(expected));
    }
  });
});

test('special hours in force do not depend on the order of the groups (18)', () => {
  law((some, ofGroups) => {
    expect(specialHoursInForce(some, ofGroups.toReversed())).toEqual(specialHoursInForce(some, ofGroups));
  });
});

test('special hours of groups change no date on which the store has its own (18)', () => {
  law((some, ofGroups) => {
    const dates = new Set(some.map(({ date }) => date));
    const onOwn = specialHoursInForce(some, ofGroups).filter(({ date }) => dates.has(date));
    expect(onOwn).toEqual(some);
  });
});

test('what is in force is in force again, as if the store had it itself (18)', () => {
  law((some, ofGroups) => {
    const found = specialHoursInForce(some, ofGroups);
    expect(specialHoursInForce(found, ofGroups)).toEqual(found);
  });
});
