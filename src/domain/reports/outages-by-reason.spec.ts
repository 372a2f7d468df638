import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addReasons, MAX_REASONS, outagesByReason, type ReasonSum } from './outages-by-reason.js';

const sumOf = (outages: number, open: number): ReasonSum => ({ outages: BigInt(outages), open: BigInt(open) });

describe('outages by reason', () => {
  test('are listed by their open time, those without one last', () => {
    const reasons = new Map([
      ['tablet offline', sumOf(3, 10)],
      ['paused by staff', sumOf(1, 30)],
      ['no driver', sumOf(2, 10)],
    ]);
    expect(outagesByReason(reasons, sumOf(10, 70))).toEqual([
      { reason: 'paused by staff', ...sumOf(1, 30) },
      { reason: 'no driver', ...sumOf(2, 10) },
      { reason: 'tablet offline', ...sumOf(3, 10) },
      { reason: null, ...sumOf(4, 20) },
    ]);
  });

  test('have no entry without a reason if all have one', () => {
    expect(outagesByReason(new Map([['a', sumOf(2, 5)]]), sumOf(2, 5))).toHaveLength(1);
    expect(outagesByReason(new Map(), sumOf(0, 0))).toEqual([]);
  });

  test('of more reasons than are listed are summed in the last entry', () => {
    const reasons = new Map(Array.from({ length: MAX_REASONS + 2 }, (_, n) => [`reason ${n}`, sumOf(1, n + 1)]));
    const all = sumOf(MAX_REASONS + 2, ((MAX_REASONS + 2) * (MAX_REASONS + 3)) / 2);
    const listed = outagesByReason(reasons, all);
    expect(listed).toHaveLength(MAX_REASONS + 1);
    expect(listed.at(-1)).toEqual({ reason: null, ...sumOf(2, 1 + 2) });
  });

  test('add up to all outages, whatever the reasons are, and however the stores are grouped', () => {
    const sums = fc.record({ outages: fc.bigInt(1n, 10n), open: fc.bigInt(1n, 10n ** 12n) });
    const reasons = fc.uniqueArray(fc.tuple(fc.string(), sums), { selector: ([reason]) => reason });
    fc.assert(
      fc.property(fc.array(reasons), sums, (groups, without) => {
        const every = groups.flat().map(([, sum]) => sum);
        const all = {
          outages: every.reduce((total, { outages }) => total + outages, without.outages),
          open: every.reduce((total, { open }) => total + open, without.open),
        };
        const listed = outagesByReason(addReasons(groups.map((group) => new Map(group))), all);
        expect(listed.reduce((total, { outages }) => total + outages, 0n)).toBe(all.outages);
        expect(listed.reduce((total, { open }) => total + open, 0n)).toBe(all.open);
      }),
    );
  });
});
