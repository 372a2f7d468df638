import { expect, it } from '@jest/globals';
import { periodName } from './period.js';

it('names a month, whose first instant is earlier in the east', () => {
  expect(periodName({ name: 'last_month', from: '2022-12-31T10:00:00.000000Z' })).toBe('January 2023');
  expect(periodName({ name: '2024-02', from: '2024-02-01T08:00:00.000000Z' })).toBe('February 2024');
});

it('calls another window as it is called', () => {
  expect(periodName({ name: 'last_week', from: '2023-01-17T12:00:00.000000Z' })).toBe('Last week');
  expect(periodName({ name: '2024-Q1', from: '2024-01-01T00:00:00.000000Z' })).toBe('2024-Q1');
});
