import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { intersection, overlap, subtract, union, type Interval } from './intervals.js';

const interval = (from: number, to: number): Interval => ({ from, to });
const intervals = fc.record({ from: fc.integer({ min: -30, max: 30 }), to: fc.integer({ min: -30, max: 30 }) });
const moments = Array.from({ length: 61 }, (_, i) => i - 30);
const covers = (cover: readonly Interval[], moment: number) =>
  cover.some(({ from, to }) => from <= moment && moment < to);

describe('what is left of intervals', () => {
  test('is what they cover and the taken time does not', () => {
    fc.assert(
      fc.property(fc.array(intervals), fc.array(intervals), (given, taken) => {
        const left = subtract(union(given), union(taken));
        expect(left).toEqual(union(left));
        for (const moment of moments) {
          expect(covers(left, moment)).toBe(covers(given, moment) && !covers(taken, moment));
        }
      }),
    );
  });
});

describe('the union of intervals', () => {
  test.each([
    ['of none is empty', [], []],
    ['of one is that one', [interval(1, 3)], [interval(1, 3)]],
    ['joins what overlaps', [interval(1, 3), interval(2, 5)], [interval(1, 5)]],
    ['joins what touches', [interval(1, 3), interval(3, 5)], [interval(1, 5)]],
    ['keeps apart what a moment parts', [interval(1, 3), interval(4, 5)], [interval(1, 3), interval(4, 5)]],
    ['counts a repeated one once', [interval(1, 3), interval(1, 3)], [interval(1, 3)]],
    ['swallows what lies inside another', [interval(1, 9), interval(2, 3), interval(4, 5)], [interval(1, 9)]],
    ['sorts', [interval(7, 8), interval(1, 3)], [interval(1, 3), interval(7, 8)]],
    ['drops the empty and the reversed', [interval(3, 3), interval(5, 4), interval(1, 2)], [interval(1, 2)]],
  ])('%s', (_, given, expected) => expect(union(given)).toEqual(expected));

  test('covers what any of them covers, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(intervals), (given) => {
        const joined = union(given);
        for (const moment of moments) expect(covers(joined, moment)).toBe(covers(given, moment));
      }),
    );
  });

  test('is sorted, and no two of it touch', () => {
    fc.assert(
      fc.property(fc.array(intervals), (given) => {
        const joined = union(given);
        joined.forEach(({ from, to }, i) => {
          expect(from).toBeLessThan(to);
          if (i > 0) expect(from).toBeGreaterThan(joined[i - 1]!.to);
        });
      }),
    );
  });

  test('is its own union, and leaves what it was given alone', () => {
    fc.assert(
      fc.property(fc.array(intervals), (given) => {
        const before = structuredClone(given);
        expect(union(union(given))).toEqual(union(given));
        expect(given).toEqual(before);
      }),
    );
  });
});

describe('the overlap of two intervals', () => {
  test.each([
    [interval(1, 5), interval(2, 3), 1],
    [interval(1, 5), interval(3, 9), 2],
    [interval(1, 5), interval(5, 9), 0],
    [interval(1, 5), interval(7, 9), 0],
    [interval(-Infinity, Infinity), interval(7, 9), 2],
  ])('of %j and %j is %d', (a, b, expected) => {
    expect(overlap(a, b)).toBe(expected);
    expect(overlap(b, a)).toBe(expected);
  });
});

describe('the intersection of two intervals', () => {
  test.each([
    [interval(1, 5), interval(2, 3), interval(2, 3)],
    [interval(1, 5), interval(3, 9), interval(3, 5)],
    [interval(1, 5), interval(5, 9), null],
    [interval(1, 5), interval(7, 9), null],
    [interval(-Infinity, Infinity), interval(7, 9), interval(7, 9)],
  ])('of %j and %j is %j', (a, b, expected) => {
    expect(intersection(a, b)).toEqual(expected);
    expect(intersection(b, a)).toEqual(expected);
  });
});
