import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOW_STATES } from '../uptime/state-now.js';
import { noTime, type Uptime } from '../uptime/uptime.js';
import { FigureTable, type StoreFigures } from './figure-table.js';
import { FIGURES, isAfter, positionOf, sortRows, type StoreOrder } from './store-order.js';

const NOTHING = noTime();

const tableOf = (given: readonly StoreFigures[]) => {
  const collector = FigureTable.collector();
  for (const store of given) collector.add(store);
  return collector.table();
};

/** A store of which only the last day has open time. */
const store = (storeId: string, day: Partial<Uptime> = {}, rest: Partial<StoreFigures> = {}): StoreFigures => ({
  storeId,
  name: null,
  timeZone: null,
  state: 'closed',
  days: [...Array.from({ length: 6 }, () => NOTHING), { ...NOTHING, ...day }],
  ...rest,
});

const sorted = (given: readonly StoreFigures[], order: StoreOrder) => {
  const table = tableOf(given);
  return [...sortRows(table, order)].map((row) => table.storeIds[row]);
};

describe('the order of stores', () => {
  it('has the worst state first, and equal ones by store id', () => {
    const states = NOW_STATES.toReversed().flatMap((state) => [
      store(`${state} 2`, {}, { state }),
      store(`${state} 1`, {}, { state }),
    ]);
    expect(sorted(states, { sort: 'state', descending: false })).toEqual(
      NOW_STATES.flatMap((state) => [`${state} 1`, `${state} 2`]),
    );
  });

  it('has stores without a value last in both directions', () => {
    const given = [
      store('none'),
      store('half', { up: 1, down: 1 }),
      store('all', { up: 2 }),
      store('also none', { unobserved: 1 }),
    ];
    const sort = { window: 'day', figure: 'uptimePercent' } as const;
    expect(sorted(given, { sort, descending: false })).toEqual(['half', 'all', 'also none', 'none']);
    expect(sorted(given, { sort, descending: true })).toEqual(['all', 'half', 'also none', 'none']);
  });

  it('has the store without a time zone where the one is that counts for it', () => {
    const given = [
      store('a', {}, { timeZone: 'America/New_York' }),
      store('b'),
      store('c', {}, { timeZone: 'America/Boise' }),
      store('d', {}, { timeZone: 'America/Chicago' }),
    ];
    expect(sorted(given, { sort: 'timeZone', descending: false })).toEqual(['c', 'b', 'd', 'a']);
  });
});

const microseconds = fc.nat(3);
const stores = fc.uniqueArray(
  fc.record({
    storeId: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
    name: fc.constant(null),
    timeZone: fc.constantFrom(null, 'UTC', 'Asia/Kolkata'),
    state: fc.constantFrom(...NOW_STATES),
    days: fc.array(
      fc.record({ up: microseconds, down: microseconds, unobserved: microseconds, excused: microseconds }),
      {
        minLength: 7,
        maxLength: 7,
      },
    ),
  }),
  { selector: ({ storeId }) => storeId, maxLength: 20 },
);
const orders: fc.Arbitrary<StoreOrder> = fc.record({
  sort: fc.oneof(
    fc.constantFrom('storeId' as const, 'state' as const, 'timeZone' as const),
    fc.record({ window: fc.constantFrom('day' as const, 'week' as const), figure: fc.constantFrom(...FIGURES) }),
  ),
  descending: fc.boolean(),
});

describe('the rows after the position of a row', () => {
  it('are those that come after it in the order', () => {
    fc.assert(
      fc.property(stores, orders, (given, order) => {
        const table = tableOf(given);
        const rows = [...sortRows(table, order)];
        rows.forEach((row, place) => {
          const position = positionOf(table, row, order);
          expect(rows.filter((other) => isAfter(table, other, order, position))).toEqual(rows.slice(place + 1));
        });
      }),
    );
  });
});
