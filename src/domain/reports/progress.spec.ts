import { describe, expect, it } from '@jest/globals';
import { SECOND } from '../time/instant.js';
import { estimateRemaining, type ReportProgress } from './progress.js';

const COMPUTING: ReportProgress = {
  phase: 'computing',
  storesDone: 400,
  storesTotal: 1_000,
  storesFailed: 0,
  rowsWritten: 0,
};

const left = (change: Partial<ReportProgress>, since: number, done: number, now: number) =>
  estimateRemaining({ ...COMPUTING, ...change }, { since: since * SECOND, done }, now * SECOND);

describe('the estimated remaining time', () => {
  it('follows the speed so far, and counts a quarter for the CSV', () => {
    expect(left({}, 0, 0, 4)).toBe(6 * SECOND + 2.5 * SECOND);
    expect(left({ storesDone: 1_000 }, 0, 0, 10)).toBe(2.5 * SECOND);
  });

  it('does not count the work of an earlier attempt', () => {
    expect(left({}, 0, 300, 4)).toBe(24 * SECOND + 10 * SECOND);
  });

  it('follows the speed of writing while the CSV is written', () => {
    expect(left({ phase: 'assembling', storesDone: 1_000, rowsWritten: 250 }, 10, 0, 11)).toBe(3 * SECOND);
  });

  it('is none without a speed, before the beginning and after the end', () => {
    expect(left({ storesDone: 0 }, 0, 0, 4)).toBeNull();
    expect(left({}, 4, 0, 4)).toBeNull();
    expect(left({ storesTotal: null }, 0, 0, 4)).toBeNull();
    expect(estimateRemaining({ ...COMPUTING, phase: null }, null, SECOND)).toBeNull();
  });
});
