import { describe, expect, test } from '@jest/globals';
import { DAY, HOUR } from '../time/instant.js';
import { formatClosureEdge, isEmptyPeriod, parseClosureEdge, type ClosureEdge } from './closure-period.js';

describe('the edge of a closure', () => {
  test.each([
    ['1970-01-02T01:00:00Z', { time: DAY + HOUR, isLocal: false }],
    ['1970-01-02T01:00:00+01:00', { time: DAY, isLocal: false }],
    ['1970-01-02 01:00 UTC', { time: DAY + HOUR, isLocal: false }],
    ['1970-01-02T01:00', { time: DAY + HOUR, isLocal: true }],
    ['1970-01-02 01:00:00', { time: DAY + HOUR, isLocal: true }],
  ])('%s is an instant with a zone, and on the clock of each store without', (text, edge) => {
    expect(parseClosureEdge(text)).toEqual(edge);
    expect(parseClosureEdge(formatClosureEdge(edge))).toEqual(edge);
  });

  test.each(['', 'now', '1970-01-02', '1970-02-30T01:00', '2300-01-01T00:00'])('is not %j', (text) => {
    expect(parseClosureEdge(text)).toEqual({ problem: expect.any(String) });
  });
});

describe('a closure', () => {
  const at = (text: string) => parseClosureEdge(text) as ClosureEdge;
  test.each([
    ['2024-03-04T12:00Z', '2024-03-04T12:00Z', true],
    ['2024-03-04T12:00Z', '2024-03-04T12:00:00.000001Z', false],
    ['2024-03-04T12:00', '2024-03-04T11:00', true],
    ['2024-03-04T12:00', '2024-03-04T12:01', false],
    // Noon has come nowhere yet, or comes later in the far west.
    ['2024-03-04T12:00', '2024-03-03T22:00Z', true],
    ['2024-03-04T12:00', '2024-03-03T22:01Z', false],
    ['2024-03-05T00:00Z', '2024-03-04T12:00', true],
    ['2024-03-04T23:59Z', '2024-03-04T12:00', false],
  ])('from %s to %s is empty everywhere: %s', (first, last, expected) => {
    const [from, to] = [at(first), at(last)];
    const period = { from: from.time, to: to.time, fromIsLocal: from.isLocal, toIsLocal: to.isLocal };
    expect(isEmptyPeriod(period)).toBe(expected);
    expect(isEmptyPeriod({ ...period, to: Infinity, toIsLocal: false })).toBe(false);
  });
});
