import { expect, test } from '@jest/globals';
import { EDGE_HUNDREDTHS, uptimeDistribution } from './uptime-distribution.js';

test('the buckets follow each other from 0 to 100, which is a bucket of its own', () => {
  const buckets = uptimeDistribution(
    new Map([
      [10, 3],
      [1, 2],
    ]),
  );
  expect(buckets[0]).toEqual({ from: 0, to: 50, stores: 2 });
  expect(buckets.at(-1)).toEqual({ from: 100, to: 100, stores: 3 });
  buckets.slice(1).forEach(({ from }, index) => expect(from).toBe(buckets[index]!.to));
});

test('the edges in hundredths are whole and those of the buckets', () => {
  expect(EDGE_HUNDREDTHS).toEqual([0, 5_000, 7_500, 9_000, 9_500, 9_800, 9_900, 9_950, 9_990, 10_000]);
});
