import { expect, it } from '@jest/globals';
import { describeChange, describeReleases, formatDifference } from './difference.js';

const SAME = { openSeconds: 0, uptimeSeconds: 0, downtimeSeconds: 0, unobservedSeconds: 0, excusedSeconds: 0 };
const OTHER = { ...SAME, uptimeSeconds: -60, unobservedSeconds: 60 };

it.each([
  [0, 'the same'],
  [90, '+ 1 min 30 s'],
  [-3_600, '− 1 h'],
])('a difference of %s seconds is %s', (seconds, text) => {
  expect(formatDifference(seconds)).toBe(text);
});

it.each([
  ['added', null, 'only in this report'],
  ['removed', null, 'only in the other report'],
  ['error', null, 'could not be computed for one of them'],
  ['numbers', { P1D: OTHER, P7D: OTHER }, 'other numbers'],
  ['numbers', { P1D: SAME, P7D: OTHER }, 'other numbers, in another window'],
] as const)('a change by %s is described', (change, windows, text) => {
  expect(describeChange({ storeId: 'a', change, windows }, 'P1D')).toBe(text);
});

it('says that the time zones are of other releases, if they are', () => {
  expect(describeReleases('2026a', '2026a')).toBeNull();
  expect(describeReleases('2026a', null)).toBe(
    'This report reads the time zones of 2026a, the other one those of a release that was not recorded. ' +
      'Numbers may differ for that reason.',
  );
});
