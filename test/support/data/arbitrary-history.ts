import fc from 'fast-check';
import type { BusinessHours, SpecialHours } from '../../../src/domain/calendar/calendar.js';
import type { SpecialHoursOfGroup } from '../../../src/domain/calendar/special-hours-in-force.js';
import { CLOSURE_KINDS, type Closure } from '../../../src/domain/calendar/closures.js';
import type { Group } from '../../../src/domain/groups/group.js';
import { DAY, HOUR, MINUTE, SECOND, type Instant } from '../../../src/domain/time/instant.js';
import {
  INTERPOLATIONS,
  type InterpolationRule,
  type Poll,
  type PollStatus,
} from '../../../src/domain/uptime/interpolation.js';
import type { Interval } from '../../../src/domain/uptime/intervals.js';
import type { StoreHistory } from '../../../src/domain/uptime/store-history.js';
import { reportWindows } from '../../../src/domain/uptime/windows/windows.js';
import { stored } from './stored-polls.js';
import { ODD_ZONES } from './zones.js';

/** The arguments of `computeUptime`. */
export interface Question {
  readonly store: StoreHistory;
  readonly windows: readonly Interval[];
  readonly asOf: Instant;
  readonly rule: InterpolationRule;
}

const timeOfDay = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 96 }).map((quarters) => quarters * 15 * MINUTE) },
  { weight: 2, arbitrary: fc.constantFrom(0, 23 * HOUR + 59 * MINUTE, DAY - SECOND, DAY) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: DAY }) },
);

const dayOfWeek = fc.integer({ min: 0, max: 6 });

const hoursRow: fc.Arbitrary<BusinessHours> = fc.record({ dayOfWeek, open: timeOfDay, close: timeOfDay });

/** A row that applies from or through a date near an instant, or for a few days; or one that says "closed". */
const datedRow = (near: Instant): fc.Arbitrary<BusinessHours> => {
  const date = fc.integer({ min: -9, max: 5 }).map((days) => Math.floor(near / DAY) + days);
  const period = fc.oneof(
    date.map((validFrom) => ({ validFrom })),
    date.map((validThrough) => ({ validThrough })),
    fc.tuple(date, fc.nat(6)).map(([validFrom, days]) => ({ validFrom, validThrough: validFrom + days })),
    fc.constant({}),
  );
  const closed = fc.record({ dayOfWeek, closed: fc.constant(true as const) });
  const row = fc.oneof({ weight: 4, arbitrary: hoursRow }, { weight: 1, arbitrary: closed });
  return fc.tuple(row, period).map(([hours, dates]) => ({ ...hours, ...dates }));
};

/** From no rows to a dozen rows that overlap, repeat, touch and cross midnight, some of them for a part of the time. */
const businessHours = (near: Instant) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant<BusinessHours[]>([]) },
    { weight: 4, arbitrary: fc.array(hoursRow, { minLength: 1, maxLength: 12 }) },
    { weight: 3, arbitrary: fc.array(datedRow(near), { minLength: 1, maxLength: 14 }) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(timeOfDay, timeOfDay)
        .map(([open, close]) => [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({ dayOfWeek, open, close }))),
    },
  );

/** A few dates near an instant, closed or with their own intervals; most stores have none. */
export const specialHours = (near: Instant): fc.Arbitrary<readonly SpecialHours[]> => {
  const date = fc.integer({ min: -9, max: 5 }).map((days) => Math.floor(near / DAY) + days);
  const intervals = fc.array(fc.record({ open: timeOfDay, close: timeOfDay }), { maxLength: 3 });
  const dates = fc.uniqueArray(fc.record({ date, intervals }), { maxLength: 6, selector: (special) => special.date });
  return fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: dates });
};

const GROUPS: readonly Group[] = [
  { kind: 'region', value: 'west' },
  { kind: 'brand', value: 'x' },
  { kind: 'owner', value: 'li' },
];

/** Those of the groups of one store, of which some often speak of the same date. */
export const specialHoursOfGroups = (near: Instant): fc.Arbitrary<readonly SpecialHoursOfGroup[]> =>
  fc
    .tuple(...GROUPS.map((group) => specialHours(near).map((some) => some.map((special) => ({ ...special, group })))))
    .map((ofGroups) => ofGroups.flat());

/** A few stretches near an instant that overlap, touch, are empty or open-ended; most stores have none. */
const closures = (near: Instant): fc.Arbitrary<readonly Closure[]> => {
  const to = fc.oneof(
    { weight: 5, arbitrary: instantNear(near, 9 * DAY, 2 * DAY) },
    { weight: 1, arbitrary: fc.constant(Infinity) },
  );
  const edges = fc.record({ kind: fc.constantFrom(...CLOSURE_KINDS), from: instantNear(near, 9 * DAY, DAY), to });
  const closure = fc.tuple(edges, fc.boolean(), fc.boolean()).map(([given, fromIsLocal, toIsLocal]) => ({
    ...given,
    fromIsLocal,
    toIsLocal: toIsLocal && given.to < Infinity,
  }));
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(closure, { maxLength: 5 }) },
  );
};

const status = fc.constantFrom<PollStatus>('active', 'inactive');

const rule: fc.Arbitrary<InterpolationRule> = fc.record({
  interpolation: fc.constantFrom(...INTERPOLATIONS),
  reach: fc.oneof(fc.constantFrom(24 * HOUR, 2 * HOUR, 72 * HOUR), fc.integer({ min: 1, max: 30 * HOUR })),
});

/** Instants of a few days before and after `asOf`: whole quarters of an hour, so that many coincide, and any others. */
export const instantNear = (asOf: Instant, before: number, after: number) =>
  fc.oneof(
    fc
      .integer({ min: -before / (15 * MINUTE), max: after / (15 * MINUTE) })
      .map((quarters) => (Math.floor(asOf / (15 * MINUTE)) + quarters) * 15 * MINUTE),
    fc.integer({ min: asOf - before, max: asOf + after }),
    fc.constantFrom(asOf, asOf - HOUR, asOf - DAY, asOf - 7 * DAY),
  );

export const pollsNear = (asOf: Instant): fc.Arbitrary<Poll[]> =>
  fc.array(fc.record({ at: instantNear(asOf, 10 * DAY, DAY), status }), { maxLength: 60 }).map(stored);

const windowNear = (asOf: Instant): fc.Arbitrary<Interval> =>
  fc
    .tuple(instantNear(asOf, 9 * DAY, 0), instantNear(asOf, 9 * DAY, 0))
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.min(Math.max(a, b), asOf) }))
    .filter(({ from, to }) => from < to);

/** Arguments about the days around a change of the clock. */
export const questions: fc.Arbitrary<Question> = fc
  .constantFrom(...ODD_ZONES.flatMap(({ timeZone, changes }) => changes.map((change) => ({ timeZone, change }))))
  .chain(({ timeZone, change }) => {
    const changeAt = Date.parse(change) * 1000;
    return instantNear(changeAt + 3 * DAY, 4 * DAY, 6 * DAY).chain((asOf) =>
      fc.record({
        store: fc.record({
          hours: businessHours(asOf),
          specialHours: specialHours(asOf),
          closures: closures(asOf),
          timeZone: fc.constant(timeZone),
          polls: pollsNear(asOf),
        }),
        windows: windowNear(asOf).map((window): Interval[] => [...reportWindows(asOf), window]),
        asOf: fc.constant(asOf),
        rule,
      }),
    );
  });

/** The arguments for one window: `explainUptime`, `findOutages`. */
export interface WindowQuestion extends Omit<Question, 'windows'> {
  readonly window: Interval;
}

/** Arguments for one window; the windows of the API end at the as-of instant. */
export const windowQuestions: fc.Arbitrary<WindowQuestion> = fc
  .tuple(questions, fc.nat(), fc.boolean())
  .map(([{ store, windows, asOf, rule }, pick, endsThere]) => {
    const window = windows[pick % windows.length]!;
    return { store, window, asOf: endsThere ? window.to : asOf, rule };
  });
