import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatHours, formatMinutes } from './decimals.js';
import { HOUR, MINUTE } from './time/instant.js';

const HUNDREDTHS = [
  ['minutes', formatMinutes, MINUTE / 100],
  ['hours', formatHours, HOUR / 100],
] as const;

describe.each(HUNDREDTHS)('%s', (_, format, hundredth) => {
  test.each([
    [0, '0.00'],
    [1, '0.00'],
    [hundredth / 2 - 1, '0.00'],
    [hundredth / 2, '0.01'],
    [hundredth, '0.01'],
    [1.5 * hundredth - 1, '0.01'],
    [1.5 * hundredth, '0.02'],
    [10 * hundredth, '0.10'],
    [99.5 * hundredth - 1, '0.99'],
    [99.5 * hundredth, '1.00'],
    [100 * hundredth, '1.00'],
    [4500 * hundredth, '45.00'],
    [16800 * hundredth, '168.00'],
  ])('of %d microseconds are written %s', (duration, text) => expect(format(duration)).toBe(text));

  test('are exact and half up however long the duration', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (duration) => {
        const rounded = (2n * BigInt(duration) + BigInt(hundredth)) / (2n * BigInt(hundredth));
        expect(format(duration)).toBe(`${rounded / 100n}.${String(rounded % 100n).padStart(2, '0')}`);
      }),
    );
  });
});
