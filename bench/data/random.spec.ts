import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Random } from './random.js';

const take = <T>(count: number, next: () => T) => Array.from({ length: count }, next);

describe('random numbers', () => {
  test('are the same for the same seed, and others for another, however large', () => {
    const drawn = (seed: number) => {
      const random = new Random(seed);
      return take(20, () => random.bits());
    };
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
        expect(drawn(a)).toEqual(drawn(a));
        if (a !== b) expect(drawn(a)).not.toEqual(drawn(b));
      }),
    );
  });

  test('lie below their limit and are spread evenly', () => {
    const random = new Random(7);
    const counts = [0, 0, 0, 0, 0];
    for (const item of take(50_000, () => random.below(5))) counts[item]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  test('cover the whole range of a large limit', () => {
    const random = new Random(7);
    const limit = 2 ** 50;
    const drawn = take(1000, () => random.below(limit));
    expect(drawn.every((value) => Number.isInteger(value) && value >= 0 && value < limit)).toBe(true);
    expect(drawn.some((value) => value % 2 === 1)).toBe(true);
    expect(Math.max(...drawn)).toBeGreaterThan(0.99 * limit);
  });

  test('follow weights', () => {
    const random = new Random(7);
    const picked = take(20_000, () => random.pickByWeight({ often: 9, seldom: 1, never: 0 }));
    expect(picked.filter((name) => name === 'seldom').length / 20_000).toBeCloseTo(0.1, 1);
    expect(picked).not.toContain('never');
  });
});
