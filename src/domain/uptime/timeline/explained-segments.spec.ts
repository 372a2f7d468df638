import { describe, expect, it } from '@jest/globals';
import type { BusinessHours } from '../../calendar/calendar.js';
import type { ClosureKind } from '../../calendar/closures.js';
import { HOUR, MINUTE } from '../../time/instant.js';
import { explainSegments, type BoundReason, type ExplainedSegment } from './explained-segments.js';
import type { Interpolation, Poll } from '../interpolation.js';

/** 1970-01-05, a Monday, in UTC. */
const MONDAY = 4 * 24 * HOUR;
const at = (hour: number) => MONDAY + hour * HOUR;
const active = (hour: number): Poll => ({ at: at(hour), status: 'active' });
const inactive = (hour: number): Poll => ({ at: at(hour), status: 'inactive' });
const NINE_TO_TWELVE: BusinessHours = { dayOfWeek: 0, open: 9 * HOUR, close: 12 * HOUR };

interface Asked {
  readonly polls: Poll[];
  readonly hours?: BusinessHours[];
  readonly closures?: readonly (readonly [kind: ClosureKind, from: number, to: number])[];
  readonly window?: readonly [from: number, to: number];
  readonly asOf?: number;
  readonly reach?: number;
  readonly interpolation?: Interpolation;
}

const explain = ({
  polls,
  hours = [NINE_TO_TWELVE],
  closures = [],
  window = [0, 24],
  asOf = 48,
  reach = 24,
  interpolation = 'nearest',
}: Asked) =>
  explainSegments(
    {
      hours,
      timeZone: 'UTC',
      polls,
      closures: closures.map(([kind, from, to]) => ({ kind, from: at(from), to: at(to) })),
    },
    { from: at(window[0]), to: at(window[1]) },
    at(asOf),
    { interpolation, reach: reach * HOUR },
  );

const bound = (hour: number, because: BoundReason, poll: number | null = null) => ({
  at: at(hour),
  because,
  poll: poll === null ? null : at(poll),
});
const polls = (count: number, first: number, last: number) => ({ count, first: at(first), last: at(last) });
const why = ({ begins, ends, polls: covering }: ExplainedSegment) => ({ begins, ends, polls: covering });

describe('a segment', () => {
  it('between an opening, the midpoint of two polls and a closing', () => {
    expect(explain({ polls: [active(10), inactive(11)] }).map(why)).toEqual([
      { begins: bound(9, 'opening'), ends: bound(10.5, 'midpoint', 11), polls: polls(1, 10, 10) },
      { begins: bound(10.5, 'midpoint', 10), ends: bound(12, 'closing'), polls: polls(1, 11, 11) },
    ]);
  });

  it('that a closure excuses, between two that its polls cover', () => {
    const excused = explain({ polls: [active(10), inactive(11)], closures: [['excused', 10.25, 10.75]] });
    expect(excused.map(({ state }) => state)).toEqual(['up', 'excused', 'down']);
    expect(excused.map(why)).toEqual([
      { begins: bound(9, 'opening'), ends: bound(10.25, 'closure'), polls: polls(1, 10, 10) },
      { begins: bound(10.25, 'closure'), ends: bound(10.75, 'closure'), polls: null },
      { begins: bound(10.75, 'closure'), ends: bound(12, 'closing'), polls: polls(1, 11, 11) },
    ]);
  });

  it('between closed closures, of the polls of its own interval', () => {
    expect(
      explain({
        polls: [inactive(9.5), active(10)],
        closures: [
          ['closed', 0, 9.75],
          ['closed', 11, 20],
        ],
      }).map(why),
    ).toEqual([{ begins: bound(9.75, 'closure'), ends: bound(11, 'closure'), polls: polls(1, 10, 10) }]);
  });

  it('of several polls that found the same', () => {
    expect(explain({ polls: [active(9.5), active(10), active(11), inactive(11.5)] }).map(why)).toEqual([
      { begins: bound(9, 'opening'), ends: bound(11.25, 'midpoint', 11.5), polls: polls(3, 9.5, 11) },
      { begins: bound(11.25, 'midpoint', 11), ends: bound(12, 'closing'), polls: polls(1, 11.5, 11.5) },
    ]);
  });

  it('between two polls, with previous', () => {
    expect(explain({ polls: [active(10), inactive(11)], interpolation: 'previous' }).map(why)).toEqual([
      { begins: bound(9, 'opening'), ends: bound(11, 'poll', 11), polls: polls(1, 10, 10) },
      { begins: bound(11, 'poll', 11), ends: bound(12, 'closing'), polls: polls(1, 11, 11) },
    ]);
  });

  it('that no poll reaches', () => {
    const asked = { polls: [active(7), inactive(15)], hours: [], window: [0, 20] as const, reach: 2 };
    expect(explain(asked).map(why)).toEqual([
      { begins: bound(0, 'window'), ends: bound(5, 'reach', 7), polls: null },
      { begins: bound(5, 'reach', 7), ends: bound(9, 'reach', 7), polls: polls(1, 7, 7) },
      { begins: bound(9, 'reach', 7), ends: bound(13, 'reach', 15), polls: null },
      { begins: bound(13, 'reach', 15), ends: bound(17, 'reach', 15), polls: polls(1, 15, 15) },
      { begins: bound(17, 'reach', 15), ends: bound(20, 'window'), polls: null },
    ]);
  });

  it('that no poll reaches until the next one, with previous', () => {
    const asked = { polls: [active(9), inactive(11)], reach: 1, interpolation: 'previous' as const };
    expect(explain(asked).map(why)).toEqual([
      { begins: bound(9, 'opening'), ends: bound(10, 'reach', 9), polls: polls(1, 9, 9) },
      { begins: bound(10, 'reach', 9), ends: bound(11, 'poll', 11), polls: null },
      { begins: bound(11, 'poll', 11), ends: bound(12, 'closing'), polls: polls(1, 11, 11) },
    ]);
  });

  it('without any poll', () => {
    expect(explain({ polls: [] }).map(why)).toEqual([
      { begins: bound(9, 'opening'), ends: bound(12, 'closing'), polls: null },
    ]);
  });

  it('that the window cuts, at the as-of instant or before it', () => {
    const asked = { polls: [active(9.5)], window: [10, 11] as const };
    expect(explain({ ...asked, asOf: 12 }).map(why)).toEqual([
      { begins: bound(10, 'window'), ends: bound(11, 'window'), polls: polls(1, 9.5, 9.5) },
    ]);
    expect(explain({ ...asked, asOf: 11 }).map(why)).toEqual([
      { begins: bound(10, 'window'), ends: bound(11, 'asOf'), polls: polls(1, 9.5, 9.5) },
    ]);
  });

  it('of which the window cuts off some polls counts the others', () => {
    const asked = { polls: [active(9.5), active(10.5), active(11), active(11.75)], window: [10.5, 11.25] as const };
    expect(explain(asked).map((segment) => segment.polls)).toEqual([polls(2, 10.5, 11)]);
  });

  it('whose first poll is followed at once at the opening', () => {
    const asked = {
      polls: [inactive(9), { at: at(9) + 1, status: 'active' as const }],
      window: [0, 9 + MINUTE / HOUR] as const,
    };
    expect(explain(asked).map(why)).toEqual([
      {
        begins: bound(9, 'opening'),
        ends: bound(9 + MINUTE / HOUR, 'window'),
        polls: { count: 1, first: at(9) + 1, last: at(9) + 1 },
      },
    ]);
  });

  it('that is excused and cut by the window where a poll would cover no further', () => {
    const asked = { polls: [active(9), active(11)], closures: [['excused', 0, 24]] as const };
    expect(explain({ ...asked, window: [10, 12] }).map(why)).toEqual([
      { begins: bound(10, 'window'), ends: bound(12, 'closing'), polls: null },
    ]);
    expect(explain({ ...asked, window: [0, 10], asOf: 12 }).map(why)).toEqual([
      { begins: bound(9, 'opening'), ends: bound(10, 'window'), polls: null },
    ]);
  });
});
