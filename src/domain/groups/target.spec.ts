import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HOUR } from '../time/instant.js';
import { compareWithTarget, lostHundredths, targetOf } from './target.js';

const time = fc.integer({ min: 0, max: 400 * 24 * HOUR });
const target = fc.integer({ min: 1, max: 100_000 }).map((thousandths) => thousandths / 1000);

describe('a target (25)', () => {
  it('allows the share of the observed time that it leaves', () => {
    const day = { up: 9.5 * HOUR, down: 0.5 * HOUR };
    expect(compareWithTarget(day, 90)).toEqual({ met: true, budgetLeft: BigInt(0.5 * HOUR), burn: 0.5 });
    expect(compareWithTarget(day, 95)).toEqual({ met: true, budgetLeft: 0n, burn: 1 });
    expect(compareWithTarget(day, 99)).toEqual({ met: false, budgetLeft: BigInt(-0.4 * HOUR), burn: 5 });
  });

  it('is neither met nor missed where nothing was observed', () => {
    expect(compareWithTarget({ up: 0, down: 0 }, 99)).toBeNull();
  });

  it('of 100 allows no downtime, so there is nothing to burn', () => {
    expect(compareWithTarget({ up: HOUR, down: 0 }, 100)).toEqual({ met: true, budgetLeft: 0n, burn: null });
    expect(compareWithTarget({ up: HOUR, down: 1 }, 100)).toEqual({ met: false, budgetLeft: -1n, burn: null });
  });

  it('is met if and only if the budget is not overspent, to the microsecond', () => {
    fc.assert(
      fc.property(time, time, target, (up, down, aimed) => {
        fc.pre(up + down > 0);
        const { met, budgetLeft } = compareWithTarget({ up, down }, aimed)!;
        expect(met).toBe(budgetLeft >= 0n);
      }),
    );
  });

  it('leaves less the more is down, and the higher it is', () => {
    fc.assert(
      fc.property(time, time, target, target, (up, down, a, b) => {
        fc.pre(up > 0 && down > 0);
        const left = (observed: { up: number; down: number }, aimed: number) =>
          compareWithTarget(observed, aimed)!.budgetLeft;
        expect(left({ up, down }, Math.max(a, b)) <= left({ up, down }, Math.min(a, b))).toBe(true);
        expect(left({ up: up - 1, down: down + 1 }, a) < left({ up, down }, a)).toBe(true);
      }),
    );
  });

  it('is that of the store, else the highest of its groups, else the default', () => {
    expect(targetOf(90, [99, 95], 80)).toBe(90);
    expect(targetOf(null, [95, 99], 80)).toBe(99);
    expect(targetOf(null, [], 80)).toBe(80);
    expect(targetOf(null, [], null)).toBeNull();
  });
});

describe('lost value', () => {
  it('is downtime times the value of an open hour, to the hundredth, half up', () => {
    expect(lostHundredths(1.5 * HOUR, 120.5)).toBe(18_075n);
    expect(lostHundredths(HOUR / 2, 0.01)).toBe(1n);
    expect(lostHundredths(HOUR / 2 - 1, 0.01)).toBe(0n);
    expect(lostHundredths(0, 999_999_999)).toBe(0n);
  });
});
