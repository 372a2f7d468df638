import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { questions } from '../../../test/support/data/arbitrary-history.js';
import { referenceInForce } from '../../../test/support/reference/reference-special-hours.js';
import { referenceUptime } from '../../../test/support/reference/reference-uptime.js';
import { UPTIME_CASES, evaluateCase, expectedUptime } from '../../../test/support/reference/uptime-cases.js';
import { computeUptime } from './uptime.js';

test('a slow and obvious reference computes the same sums to the microsecond', () => {
  fc.assert(
    fc.property(questions, ({ store, windows, asOf, rule }) => {
      expect(computeUptime(store, windows, asOf, rule)).toEqual(referenceUptime(store, windows, asOf, rule));
    }),
    { numRuns: 2000 },
  );
});

test('the reference agrees with the worked cases', () => {
  for (const worked of UPTIME_CASES) {
    expect(evaluateCase(worked, referenceUptime, referenceInForce)).toEqual(expectedUptime(worked));
  }
});
