import { describe, expect, test } from '@jest/globals';
import { DAY, HOUR, MINUTE, parseInstant, type Instant } from '../time/instant.js';
import type { Poll } from './interpolation.js';
import { computeUptime, noTime, pollsNeededFrom } from './uptime.js';

const instant = (text: string) => parseInstant(text, 'required') as Instant;
const poll = (at: Instant, status: Poll['status'] = 'active'): Poll => ({ at, status });
const ASOF = instant('2023-01-25T18:13:22.479220Z');
const LAST_DAY = { from: ASOF - DAY, to: ASOF };
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({ dayOfWeek, open: 0, close: DAY }));

test('polls are needed from one reach before the earliest window on', () => {
  const windows = [LAST_DAY, { from: ASOF - 7 * DAY, to: ASOF }, { from: ASOF - HOUR, to: ASOF }];
  expect(pollsNeededFrom(windows, 24 * HOUR)).toBe(ASOF - 8 * DAY);
});

describe.each([
  ['that has no hours rows', []],
  ['whose rows say 00:00-24:00', EVERY_DAY],
])('in a store %s', (_, hours) => {
  const uptime = (interpolation: 'nearest' | 'previous', polls: Poll[]) =>
    computeUptime({ hours, timeZone: null, polls }, [LAST_DAY], ASOF, { interpolation, reach: 12 * HOUR })[0];

  test('a poll of weeks ago is the first of the interval, so that previous lets the next one cover no time before itself', () => {
    const polls = [poll(ASOF - 30 * DAY, 'inactive'), poll(ASOF - 18 * HOUR)];
    expect(uptime('previous', polls)).toEqual({ ...noTime(), up: 12 * HOUR, down: 0, unobserved: 12 * HOUR });
    expect(uptime('previous', polls.slice(1))).toEqual({ ...noTime(), up: 18 * HOUR, down: 0, unobserved: 6 * HOUR });
  });

  test('a poll at the as-of instant covers the time before it with nearest, and none with previous', () => {
    const polls = [poll(ASOF - 2 * MINUTE), poll(ASOF, 'inactive')];
    expect(uptime('nearest', polls)).toMatchObject({ down: MINUTE });
    expect(uptime('previous', polls)).toMatchObject({ down: 0 });
  });

  test('the sums are exact to the microsecond', () => {
    const polls = [poll(ASOF - 7, 'inactive'), poll(ASOF - 2)];
    expect(uptime('nearest', polls)).toEqual({ ...noTime(), up: 5, down: 12 * HOUR + 2, unobserved: 12 * HOUR - 7 });
  });
});

test('no windows, no sums', () => {
  const rule = { interpolation: 'nearest', reach: HOUR } as const;
  expect(computeUptime({ hours: EVERY_DAY, timeZone: null, polls: [poll(ASOF)] }, [], ASOF, rule)).toEqual([]);
});
