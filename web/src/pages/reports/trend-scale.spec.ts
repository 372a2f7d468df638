import { expect, it } from '@jest/globals';
import { lowerBound } from './trend-scale.js';

it.each([
  [[100, 100], 99.9],
  [[99.95, 99.91], 99.9],
  [[97.3, 99], 95],
  [[12, 100], 0],
])('a chart of %j begins at %s per cent', (percents, lowest) => {
  expect(lowerBound(percents)).toBe(lowest);
});
