import { describe, expect, test } from '@jest/globals';
import { outagesOf, findOutages } from './outages.js';
import { DAY, HOUR } from '../../time/instant.js';
import type { Poll, PollStatus } from '../interpolation.js';
import type { Segment } from '../segments.js';

const segment = (from: number, to: number, state: Segment['state']): Segment => ({ from, to, state });

describe('the outages among segments', () => {
  test('are the periods of downtime', () => {
    expect(outagesOf([segment(0, 3, 'up'), segment(3, 5, 'down'), segment(5, 9, 'unobserved')])).toEqual([
      { from: 3, to: 5, open: 2, mayHaveBegunBefore: false, ongoing: false, reason: null },
    ]);
  });

  test('continue through closed time, which does not count', () => {
    const segments = [segment(0, 2, 'up'), segment(2, 4, 'down'), segment(10, 11, 'down'), segment(11, 12, 'up')];
    expect(outagesOf(segments)).toMatchObject([{ from: 2, to: 11, open: 3 }]);
  });

  test('continue through whole days of downtime', () => {
    const segments = [segment(0, 2, 'down'), segment(10, 12, 'down'), segment(20, 22, 'down')];
    expect(outagesOf(segments)).toEqual([
      { from: 0, to: 22, open: 6, mayHaveBegunBefore: true, ongoing: true, reason: null },
    ]);
  });

  test.each(['up', 'unobserved'] as const)('are ended by open time that is %s', (state) => {
    const segments = [segment(0, 4, 'down'), segment(10, 11, state), segment(11, 14, 'down')];
    expect(outagesOf(segments)).toEqual([
      { from: 0, to: 4, open: 4, mayHaveBegunBefore: true, ongoing: false, reason: null },
      { from: 11, to: 14, open: 3, mayHaveBegunBefore: false, ongoing: true, reason: null },
    ]);
  });

  test('are none if nothing is down', () => {
    expect(outagesOf([])).toEqual([]);
    expect(outagesOf([segment(0, 4, 'up'), segment(4, 5, 'unobserved')])).toEqual([]);
  });
});

test('the outages of a store are sorted by open time, then by start', () => {
  const polls = (['inactive', 'active', 'inactive', 'active', 'inactive', 'inactive'] as PollStatus[]).map(
    (status, hour): Poll => ({ at: hour * HOUR, status }),
  );
  const rule = { interpolation: 'previous', reach: DAY } as const;
  const found = findOutages({ hours: [], timeZone: null, polls }, { from: 0, to: 6 * HOUR }, 6 * HOUR, rule);
  expect(found.map(({ from, open }) => [from, open])).toEqual([
    [4 * HOUR, 2 * HOUR],
    [0, HOUR],
    [2 * HOUR, HOUR],
  ]);
});
