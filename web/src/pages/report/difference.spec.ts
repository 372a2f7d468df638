import { expect, it } from '@jest/globals';
import { formatDifference } from './format-difference.js';

it.each([
  [0, 'the same'],
  [90, '+ 1 min 30 s'],
  [-3_600, '− 1 h'],
])('a difference of %s seconds is %s', (seconds, text) => {
  expect(formatDifference(seconds)).toBe(text);
});
