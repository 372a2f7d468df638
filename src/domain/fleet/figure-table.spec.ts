import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { questions } from '../../../test/support/data/arbitrary-history.js';
import { compareStoreIds } from '../store-id.js';
import { DAY } from '../time/instant.js';
import { NOW_STATES } from '../uptime/state-now.js';
import { computeUptime } from '../uptime/uptime.js';
import { figureDays, FigureTable, sumOf, type StoreFigures } from './figure-table.js';

const microseconds = fc.integer({ min: 0, max: DAY });
const uptime = fc.record({ up: microseconds, down: microseconds, unobserved: microseconds, excused: microseconds });

const stores: fc.Arbitrary<StoreFigures[]> = fc.uniqueArray(
  fc.record({
    storeId: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
    name: fc.option(fc.string()),
    timeZone: fc.constantFrom(null, 'UTC', 'Asia/Kolkata'),
    state: fc.constantFrom(...NOW_STATES),
    days: fc.array(uptime, { minLength: 7, maxLength: 7 }),
  }),
  { selector: ({ storeId }) => storeId, maxLength: 20 },
);

const tableOf = (given: readonly StoreFigures[]) => {
  const collector = FigureTable.collector();
  for (const store of given) collector.add(store);
  return collector.table();
};

test('a table has what was added, in the order of store ids', () => {
  fc.assert(
    fc.property(stores, (given) => {
      const table = tableOf(given);
      const rows = Array.from({ length: table.size }, (_, row) => ({
        storeId: table.storeIds[row],
        timeZone: table.timeZones[row],
        state: table.state(row),
        days: table.days(row),
        name: table.names[row],
      }));
      expect(rows).toEqual(given.toSorted((a, b) => compareStoreIds(a.storeId, b.storeId)));
    }),
  );
});

test('the sum of rows is the sum of each of their days', () => {
  fc.assert(
    fc.property(stores, (given) => {
      const table = tableOf(given);
      const sums = table.sumOfDays(given.keys());
      expect(sums).toEqual(figureDays(0).map((_, day) => sumOf(given.map(({ days }) => days[day]!))));
      expect(sumOf(sums)).toEqual(sumOf([...given.keys()].map((row) => table.week(row))));
    }),
  );
});

test('the seven days of a store add up to its week', () => {
  fc.assert(
    fc.property(questions, ({ store, asOf, rule }) => {
      const days = computeUptime(store, figureDays(asOf), asOf, rule);
      const [week] = computeUptime(store, [{ from: asOf - 7 * DAY, to: asOf }], asOf, rule);
      expect(sumOf(days)).toEqual(week);
    }),
    { numRuns: 200 },
  );
});
