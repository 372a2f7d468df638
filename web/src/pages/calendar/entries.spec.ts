import { expect, it } from '@jest/globals';
import type { Closure, FleetCalendar } from '../../api/types.gen.js';
import { entriesOf } from './entries.js';
import { parseCalendarSearch } from './search.js';
import { localDateOf, mondayOf, weeksFrom } from './weeks.js';

const closure = (from: string, until: string | null, rest: Partial<Closure> = {}): Closure => ({
  closureId: from,
  scope: { fleet: true },
  from,
  until,
  kind: 'excused',
  reason: 'network',
  ...rest,
});

const WEST = { kind: 'region', value: 'west' };

it('says what is special about a date, and for whom', () => {
  const calendar: FleetCalendar = {
    days: [
      {
        date: '2025-12-24',
        groups: [{ group: WEST, stores: 3, intervals: [{ open: '10:00', close: '14:00' }], reason: 'Eve' }],
        stores: [
          { closed: true, reason: 'painting', stores: 1, example: 'a' },
          { closed: false, reason: null, stores: 1_200, example: 'b' },
        ],
      },
    ],
    closures: [closure('2025-12-20T10:00:00.000000', null)],
  };
  expect(entriesOf('2025-12-24', calendar).map(({ kind, of, text }) => [kind, of, text])).toEqual([
    ['excused', 'All stores', 'excused (network), no end set'],
    ['hours', WEST, '10:00-14:00 (Eve)'],
    ['closed', { storeId: 'a' }, 'closed (painting)'],
    ['hours', '1,200 stores', 'other hours'],
  ]);
  expect(entriesOf('2025-12-19', calendar)).toEqual([]);
});

it('has a closure on each date of which it takes time', () => {
  const closures = [
    closure('2025-12-20T10:00:00.000000Z', '2025-12-22T00:00:00.000000Z', { scope: { group: WEST } }),
    closure('2025-12-21T10:00:00.000000', '2025-12-22T00:30:00.000000', { scope: { storeId: 'a' }, reason: null }),
  ];
  const of = (date: string) => entriesOf(date, { days: [], closures }).map((entry) => entry.of);
  expect(['2025-12-19', '2025-12-20', '2025-12-21', '2025-12-22', '2025-12-23'].map(of)).toEqual([
    [],
    [WEST],
    [WEST, { storeId: 'a' }],
    [{ storeId: 'a' }],
    [],
  ]);
});

it('begins with the Monday of a week', () => {
  expect(mondayOf('2025-12-22')).toBe('2025-12-22');
  expect(mondayOf('2025-12-28')).toBe('2025-12-22');
  const weeks = weeksFrom('2025-12-22');
  expect([weeks.length, weeks[0]![6], weeks[1]![0]]).toEqual([6, '2025-12-28', '2025-12-29']);
  expect(localDateOf(new Date(2025, 0, 5, 23, 59))).toBe('2025-01-05');
});

it('begins this week if the address names no date', () => {
  expect(parseCalendarSearch({ from: '2025-12-22' })).toEqual({ from: '2025-12-22' });
  expect(parseCalendarSearch({ from: '2025-13-22' })).toEqual({});
  expect(parseCalendarSearch({ from: ['a'] })).toEqual({});
});
