import { describe, expect, it } from '@jest/globals';
import { formatDuration, formatHours } from './duration.js';

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [0.000_001, 'under 1 s'],
    [59.999_999, '59 s'],
    [60, '1 min'],
    [61, '1 min 1 s'],
    [3_599, '59 min 59 s'],
    [3_600, '1 h'],
    [7_384, '2 h 3 min'],
    [86_399, '23 h 59 min'],
    [86_400, '1 d'],
    [700_000, '8 d 2 h'],
  ])('of %s seconds is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it.each([
    [3_599, '59 min 59 s'],
    [5_399, '1.4 h'],
    [5_400, '1.5 h'],
    [36_000_000, '10,000.0 h'],
  ])('of %s seconds in hours is %s', (seconds, text) => {
    expect(formatHours(seconds)).toBe(text);
  });
});
