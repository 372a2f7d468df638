import { expect, test } from '@jest/globals';
import { percentilesOf } from './percentiles.js';

test('of a hundred requests, each percentile is the time that so many took at most', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentilesOf(hundred)).toEqual({ count: 100, median: 50, p95: 95, p99: 99, slowest: 100 });
});

test('of one request, all are its time', () => {
  expect(percentilesOf([7])).toEqual({ count: 1, median: 7, p95: 7, p99: 7, slowest: 7 });
});
