import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HOUR } from '../time/instant.js';
import { NOW_STATES, type NowState } from '../uptime/state-now.js';
import { noTime, type Uptime } from '../uptime/uptime.js';
import { FigureTable } from './figure-table.js';
import { fleetGroups, type StoreAim } from './fleet-groups.js';

interface Store {
  readonly state: NowState;
  readonly value: string | null;
  /** Of the last day; of the others nothing is known. */
  readonly day: Partial<Uptime>;
  readonly aim: StoreAim;
}

const NO_AIM: StoreAim = { target: null, valuePerHour: null };

const tableOf = (stores: readonly Store[]) => {
  const collector = FigureTable.collector();
  stores.forEach(({ state, day }, index) => {
    const days = Array.from({ length: 7 }, (_, n) => (n === 6 ? { ...noTime(), ...day } : noTime()));
    collector.add({ storeId: String(index).padStart(3, '0'), name: null, timeZone: null, state, days });
  });
  return collector.table();
};

const groupsOf = (stores: readonly Store[]) => {
  const table = tableOf(stores);
  const of = (storeId: string) => stores[Number(storeId)]!;
  return fleetGroups(
    table,
    [...stores.keys()],
    (storeId) => of(storeId).value,
    (storeId) => of(storeId).aim,
  );
};

describe('the groups of the fleet', () => {
  test('come in the order of their values as bytes, the stores without one last', () => {
    const values = ['west', null, 'Zürich', 'é', 'east'];
    const stores = values.map((value): Store => ({ state: 'up', value, day: {}, aim: NO_AIM }));
    expect(groupsOf(stores).map(({ value }) => value)).toEqual(['Zürich', 'east', 'west', 'é', null]);
  });

  test('count who met and who missed the target in the week, and what downtime has cost', () => {
    const [up, down] = [90 * HOUR, 10 * HOUR];
    const store = (target: number | null, valuePerHour: number | null, day: Partial<Uptime>): Store => {
      return { state: 'up', value: 'a', day, aim: { target, valuePerHour } };
    };
    const [group] = groupsOf([
      store(90, 2.5, { up, down }),
      store(90.001, null, { up, down }),
      store(99, 1, { unobserved: up }),
      store(null, 0.01, { up, down }),
    ]);
    expect(group).toMatchObject({ stores: 4, met: 1, missed: 1, lost: 2_500n + 10n });
  });

  test('add up to the fleet, however the stores are grouped', () => {
    const times = fc.nat({ max: 24 * HOUR });
    const store: fc.Arbitrary<Store> = fc.record({
      state: fc.constantFrom(...NOW_STATES),
      value: fc.constantFrom('a', 'b', null),
      day: fc.record({ up: times, down: times, unobserved: times, excused: times }),
      aim: fc.record({ target: fc.constantFrom(null, 50, 99.5), valuePerHour: fc.constantFrom(null, 0.25, 12) }),
    });
    fc.assert(
      fc.property(fc.array(store, { minLength: 1, maxLength: 20 }), (stores) => {
        const groups = groupsOf(stores);
        const [fleet] = groupsOf(stores.map((one) => ({ ...one, value: null })));
        const sum = (of: (group: (typeof groups)[number]) => number) =>
          groups.reduce((total, one) => total + of(one), 0);
        expect(sum(({ stores: count }) => count)).toBe(fleet!.stores);
        for (const state of NOW_STATES) expect(sum(({ counts }) => counts[state])).toBe(fleet!.counts[state]);
        for (const time of ['up', 'down', 'unobserved', 'excused'] as const) {
          expect(sum(({ days }) => days[6]![time])).toBe(fleet!.days[6]![time]);
        }
        expect([sum(({ met }) => met), sum(({ missed }) => missed)]).toEqual([fleet!.met, fleet!.missed]);
        expect(groups.reduce((total, { lost }) => total + lost, 0n)).toBe(fleet!.lost);
      }),
    );
  });
});
