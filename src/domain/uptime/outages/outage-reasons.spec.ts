import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { windowQuestions } from '../../../../test/support/data/arbitrary-history.js';
import { DAY, HOUR } from '../../time/instant.js';
import { explainSegments } from '../timeline/explained-segments.js';
import type { Poll } from '../interpolation.js';
import { findOutages } from './outages.js';

/** Polls on the hour: `u` up, `d` down, a blank none; and the reasons of some, by their hour. */
const storeOf = (states: string, reasons: Record<number, string>) => ({
  hours: [],
  timeZone: null,
  polls: Array.from(states).flatMap((state, hour): Poll[] => {
    if (state === ' ') return [];
    return [{ at: hour * HOUR, status: state === 'u' ? 'active' : 'inactive' }];
  }),
  reasons: new Map(Object.entries(reasons).map(([hour, reason]) => [Number(hour) * HOUR, reason])),
});

const reasonsIn = (store: ReturnType<typeof storeOf>, from: number, to: number) =>
  findOutages(store, { from: from * HOUR, to: to * HOUR }, to * HOUR, { interpolation: 'nearest', reach: DAY })
    .sort((a, b) => a.from - b.from)
    .map(({ reason }) => reason);

describe('the reason of an outage', () => {
  test('is that of its first poll that has one', () => {
    const store = storeOf('udduddu', { 2: 'tablet offline', 4: 'paused by staff', 5: 'no driver' });
    expect(reasonsIn(store, 0, 7)).toEqual(['tablet offline', 'paused by staff']);
  });

  test('is unknown if none has one, whatever polls say that found the store up', () => {
    expect(reasonsIn(storeOf('uddu', { 0: 'fine', 3: 'back again' }), 0, 4)).toEqual([null]);
  });

  test('may come from a poll before the window, which covers its beginning', () => {
    expect(reasonsIn(storeOf('ud u', { 1: 'tablet offline' }), 1.25, 4)).toEqual(['tablet offline']);
  });

  test('is not that of a poll after the as-of instant', () => {
    expect(reasonsIn(storeOf('udd', { 2: 'too late' }), 0, 1.5)).toEqual([null]);
  });

  test('of which every poll has one is that of the poll that covers its first instant', () => {
    fc.assert(
      fc.property(windowQuestions, ({ store, window, asOf, rule }) => {
        const reasons = new Map(store.polls.map(({ at }) => [at, `at ${at}`]));
        const segments = explainSegments(store, window, asOf, rule);
        for (const { from, reason } of findOutages({ ...store, reasons }, window, asOf, rule)) {
          const first = segments.find((segment) => segment.from === from)!.polls!.first;
          expect(reason).toBe(`at ${first}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
