import { describe, expect, test } from '@jest/globals';
import type { BusinessHours } from '../../calendar/calendar.js';
import { HOUR, MINUTE } from '../../time/instant.js';
import type { Interpolation, Poll } from '../interpolation.js';
import { explainUptime } from './timeline.js';

/** 1970-01-05, a Monday, in UTC. */
const MONDAY = 4 * 24 * HOUR;
const at = (hour: number) => MONDAY + hour * HOUR;
const active = (instant: number): Poll => ({ at: instant, status: 'active' });
const inactive = (instant: number): Poll => ({ at: instant, status: 'inactive' });
const NINE_TO_TWELVE: BusinessHours = { dayOfWeek: 0, open: 9 * HOUR, close: 12 * HOUR };
const TWO_TO_SIX: BusinessHours = { dayOfWeek: 0, open: 14 * HOUR, close: 18 * HOUR };

interface Asked {
  readonly polls: Poll[];
  readonly hours?: BusinessHours[];
  readonly from?: number;
  readonly to?: number;
  readonly reach?: number;
  readonly interpolation?: Interpolation;
}

const explain = ({
  polls,
  hours = [NINE_TO_TWELVE],
  from = at(0),
  to = at(24),
  reach = 24 * HOUR,
  interpolation = 'nearest',
}: Asked) => explainUptime({ hours, timeZone: 'UTC', polls }, { from, to }, to, { interpolation, reach });

const segmentsOf = (asked: Asked) => explain(asked).segments.map(({ from, to, state }) => ({ from, to, state }));

const segment = (from: number, to: number, state: string) => ({ from, to, state });

describe('the segments of a window', () => {
  test('divide the time between two polls at its midpoint', () => {
    const polls = [active(at(10) + 14 * MINUTE), inactive(at(11) + 15 * MINUTE)];
    const middle = at(10) + 44.5 * MINUTE;
    expect(segmentsOf({ polls })).toEqual([segment(at(9), middle, 'up'), segment(middle, at(12), 'down')]);
  });

  test('of the same state are one within an open interval, and two across closed time', () => {
    const polls = [active(at(10)), active(at(11)), active(at(15))];
    expect(segmentsOf({ polls, hours: [NINE_TO_TWELVE, TWO_TO_SIX] })).toEqual([
      segment(at(9), at(12), 'up'),
      segment(at(14), at(18), 'up'),
    ]);
  });

  test('are unobserved beyond the reach of polls', () => {
    const polls = [active(at(7)), inactive(at(15))];
    expect(segmentsOf({ polls, hours: [], from: at(0), to: at(20), reach: 2 * HOUR })).toEqual([
      segment(at(0), at(5), 'unobserved'),
      segment(at(5), at(9), 'up'),
      segment(at(9), at(13), 'unobserved'),
      segment(at(13), at(17), 'down'),
      segment(at(17), at(20), 'unobserved'),
    ]);
  });

  test('are one, unobserved, without a poll, and none without open time', () => {
    expect(segmentsOf({ polls: [] })).toEqual([segment(at(9), at(12), 'unobserved')]);
    expect(explain({ polls: [active(at(8))], to: at(9) })).toMatchObject({ open: [], segments: [] });
  });
});

describe('the polls of a timeline', () => {
  const silences = (asked: Asked) => explain(asked).polls.map((poll) => [poll.at, poll.reason]);

  test('in closed time cover nothing', () => {
    expect(silences({ polls: [inactive(at(8)), active(at(9)), inactive(at(12))] })).toEqual([
      [at(8), 'closed'],
      [at(9), null],
      [at(12), 'closed'],
    ]);
  });

  test('from before the window are those that cover a part of it', () => {
    const polls = [inactive(at(9)), inactive(at(10)), active(at(11))];
    expect(silences({ polls, from: at(10) + 15 * MINUTE })).toEqual([
      [at(10), null],
      [at(11), null],
    ]);
    expect(silences({ polls, from: at(10) + 45 * MINUTE })).toEqual([[at(11), null]]);
    expect(silences({ polls, from: at(10) + 15 * MINUTE, reach: 15 * MINUTE })).toEqual([[at(11), null]]);
  });

  test('at the end of the window count with nearest, and with previous cover the time after it', () => {
    const polls = [active(at(10)), inactive(at(11))];
    expect(silences({ polls, to: at(11) })).toEqual([
      [at(10), null],
      [at(11), null],
    ]);
    expect(silences({ polls, to: at(11), interpolation: 'previous' })).toEqual([
      [at(10), null],
      [at(11), 'at the end'],
    ]);
  });

  test('cover no time if the next one follows at once', () => {
    expect(silences({ polls: [active(at(9)), inactive(at(9) + 1)] })).toEqual([
      [at(9), 'next poll at once'],
      [at(9) + 1, null],
    ]);
  });

  test('after the as-of instant are not listed', () => {
    expect(silences({ polls: [active(at(10)), inactive(at(11) + 1)], to: at(11) })).toEqual([[at(10), null]]);
  });
});
