import { expect, it } from '@jest/globals';
import { addDays, formatDate } from './date.js';

it('counts days over the end of a month and a leap day', () => {
  expect(addDays('2024-02-26', 7)).toBe('2024-03-04');
  expect(addDays('2025-03-01', -1)).toBe('2025-02-28');
});

it('says a date with its day of the week', () => {
  expect(formatDate('2025-03-12')).toBe('Wed, 12 Mar 2025');
});
