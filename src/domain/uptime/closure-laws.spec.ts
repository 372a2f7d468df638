import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instantNear, questions, type Question } from '../../../test/support/data/arbitrary-history.js';
import { openIntervals } from '../calendar/calendar.js';
import type { Closure, ClosureKind } from '../calendar/closures.js';
import { DAY } from '../time/instant.js';
import { intersection, overlap, subtract, type Interval } from './intervals.js';
import { findOutages } from './outages/outages.js';
import { stateAt } from './state-now.js';
import { computeUptime, noTime, type Uptime } from './uptime.js';

const uptime = ({ store, windows, asOf, rule }: Question, closures: readonly Closure[]) =>
  computeUptime({ ...store, closures }, windows, asOf, rule);

const given = ({ store }: Question) => store.closures ?? [];

/** A question, and a stretch of time near it. */
const withStretch = questions.chain((question) =>
  fc
    .tuple(instantNear(question.asOf, 9 * DAY, DAY), instantNear(question.asOf, 9 * DAY, DAY))
    .map(([a, b]) => ({ question, stretch: { from: Math.min(a, b), to: Math.max(a, b) } })),
);

const law = <T>(arbitrary: fc.Arbitrary<T>, holds: (given: T) => void) =>
  fc.assert(fc.property(arbitrary, holds), { numRuns: 300 });

const closing = (kind: ClosureKind, { from, to }: Interval): Closure => ({ kind, from, to });

const openTime = ({ up, down, unobserved, excused }: Uptime) => up + down + unobserved + excused;

test('excusing a stretch changes nothing outside it, and makes all open time in it excused (21)', () => {
  law(withStretch, ({ question, stretch }) => {
    const inStretch = { ...question, windows: question.windows.flatMap((w) => intersection(w, stretch) ?? []) };
    const outside = { ...question, windows: subtract([question.windows.at(-1)!], [stretch].filter(isNotEmpty)) };
    const closures = [...given(question), closing('excused', stretch)];
    expect(uptime(outside, closures)).toEqual(uptime(outside, given(question)));
    expect(uptime(inStretch, closures)).toEqual(
      uptime(inStretch, given(question)).map((counted) => ({ ...noTime(), excused: openTime(counted) })),
    );
  });
});

test('closing a stretch takes its open time, and changes no open time outside it (21)', () => {
  law(withStretch, ({ question, stretch }) => {
    const { store, asOf } = question;
    const from = question.windows.at(-1)!.from - DAY;
    const closures = [...given(question), closing('closed', stretch)];
    const before = openIntervals(store, from, asOf);
    const after = openIntervals({ ...store, closures }, from, asOf);
    expect(after).toEqual(
      subtract(before, [stretch].filter(isNotEmpty)).filter((interval) => interval.from <= asOf && interval.to > from),
    );
    expect(after.reduce((sum, interval) => sum + overlap(interval, stretch), 0)).toBe(0);
  });
});

test('an always open store that is closed each night counts as one with the hours of the days (21)', () => {
  law(questions, (question) => {
    const { store, windows, asOf, rule } = question;
    const byHours = { ...store, timeZone: 'Etc/UTC', specialHours: [], closures: [] };
    const hours = [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({ dayOfWeek, open: DAY / 4, close: (3 * DAY) / 4 }));
    const midnights = Array.from({ length: 30 }, (_, i) => (Math.floor(asOf / DAY) - 25 + i) * DAY);
    const nights = midnights.map((at) => closing('closed', { from: at - DAY / 4, to: at + DAY / 4 }));
    expect(computeUptime({ ...byHours, hours: [], closures: nights }, windows, asOf, rule)).toEqual(
      computeUptime({ ...byHours, hours }, windows, asOf, rule),
    );
  });
});

test('a closed window has no open time, whatever is excused in it (21)', () => {
  law(questions, (question) => {
    const closed = closing('closed', { from: question.windows.at(-1)!.from - 30 * DAY, to: Infinity });
    expect(uptime(question, [...given(question), closed])).toEqual(question.windows.map(noTime));
  });
});

test('an excused window is neither up, nor down, nor unobserved, nor has it an outage (21)', () => {
  law(questions, (question) => {
    const { store, windows, asOf, rule } = question;
    const closures = [...given(question), closing('excused', { from: -Infinity, to: Infinity })];
    const counted = uptime(question, given(question));
    expect(uptime(question, closures)).toEqual(counted.map((time) => ({ ...noTime(), excused: openTime(time) })));
    for (const window of windows) expect(findOutages({ ...store, closures }, window, asOf, rule)).toEqual([]);
    const isOpen = stateAt(store, asOf, rule) !== 'closed';
    expect(stateAt({ ...store, closures }, asOf, rule)).toBe(isOpen ? 'excused' : 'closed');
  });
});

test('closures may come in any order and more than once (21)', () => {
  law(fc.tuple(questions, fc.nat()), ([question, turn]) => {
    const closures = given(question);
    const turned = [...closures.slice(turn % (closures.length + 1)), ...closures].reverse();
    expect(uptime(question, turned)).toEqual(uptime(question, closures));
  });
});

function isNotEmpty({ from, to }: Interval): boolean {
  return from < to;
}
