import { describe, expect, test } from '@jest/globals';
import { HOUR, MINUTE } from '../time/instant.js';
import { visitCovered, type Interpolation, type Poll } from './interpolation.js';

const poll = (at: number, status: Poll['status'] = 'active'): Poll => ({ at, status });
const OPEN = { from: 0, to: 100 };

/** What a store's polls say of its one open interval, as `from-to state`. */
function covered(interpolation: Interpolation, polls: Poll[], reach = 1000, open = OPEN): string[] {
  const stretches: string[] = [];
  visitCovered(open, polls, 0, polls.length, { interpolation, reach }, (from, to, { status }) =>
    stretches.push(`${from}-${to} ${status === 'active' ? 'up' : 'down'}`),
  );
  return stretches;
}

describe('nearest (10)', () => {
  test('lets the first poll cover back to the opening and the last one forward to the closing', () => {
    expect(covered('nearest', [poll(40)])).toEqual(['0-100 up']);
  });

  test('divides the time between two polls at its midpoint', () => {
    expect(covered('nearest', [poll(20), poll(60, 'inactive')])).toEqual(['0-40 up', '40-100 down']);
  });

  test('rounds the midpoint down to a whole microsecond', () => {
    expect(covered('nearest', [poll(20), poll(61, 'inactive')])).toEqual(['0-40 up', '40-100 down']);
    expect(covered('nearest', [poll(20), poll(21, 'inactive')])).toEqual(['0-20 up', '20-100 down']);
  });

  test('rounds down before 1970 too', () => {
    expect(covered('nearest', [poll(-4), poll(-1, 'inactive')], 1000, { from: -10, to: 0 })).toEqual([
      '-10--3 up',
      '-3-0 down',
    ]);
  });

  test('gives the worked example of the rules', () => {
    const polls = [poll(10 * HOUR + 14 * MINUTE), poll(11 * HOUR + 15 * MINUTE, 'inactive')];
    const boundary = 10 * HOUR + 44.5 * MINUTE;
    expect(covered('nearest', polls, 24 * HOUR, { from: 9 * HOUR, to: 12 * HOUR })).toEqual([
      `${9 * HOUR}-${boundary} up`,
      `${boundary}-${12 * HOUR} down`,
    ]);
  });
});

describe('previous (11)', () => {
  test('lets a poll hold until the next one, and the last until the closing', () => {
    expect(covered('previous', [poll(0), poll(60, 'inactive'), poll(80)])).toEqual([
      '0-60 up',
      '60-80 down',
      '80-100 up',
    ]);
  });

  test('lets the first poll cover back to the opening', () => {
    expect(covered('previous', [poll(40, 'inactive')])).toEqual(['0-100 down']);
  });
});

describe('reach (12)', () => {
  test('ends what the first and the last poll cover', () => {
    expect(covered('nearest', [poll(40)], 10)).toEqual(['30-50 up']);
    expect(covered('previous', [poll(40)], 10)).toEqual(['30-50 up']);
  });

  test('leaves the middle of a gap uncovered with nearest', () => {
    expect(covered('nearest', [poll(20), poll(80, 'inactive')], 20)).toEqual(['0-40 up', '60-100 down']);
  });

  test('leaves the end of a gap uncovered with previous', () => {
    expect(covered('previous', [poll(20), poll(80, 'inactive')], 20)).toEqual(['0-40 up', '80-100 down']);
  });

  test('is bounded even where the open interval is not', () => {
    expect(covered('nearest', [poll(0)], 5, { from: -Infinity, to: Infinity })).toEqual(['-5-5 up']);
  });
});

test('no polls cover nothing', () => {
  expect(covered('nearest', [])).toEqual([]);
  expect(covered('previous', [])).toEqual([]);
});

test('a poll that covers nothing is not visited', () => {
  expect(covered('nearest', [poll(0), poll(1, 'inactive')])).toEqual(['0-100 down']);
});

test('only the polls of the given range count', () => {
  const stretches: number[][] = [];
  const polls = [poll(10, 'inactive'), poll(50), poll(90, 'inactive')];
  visitCovered(OPEN, polls, 1, 2, { interpolation: 'nearest', reach: 1000 }, (from, to) => stretches.push([from, to]));
  expect(stretches).toEqual([[0, 100]]);
});
