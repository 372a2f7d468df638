import { expect, it } from '@jest/globals';
import { describeSpecialHours, toHoursOfDate, toSpecialForm } from './special-hours.js';

const TWO = [
  { open: '10:00', close: '12:00' },
  { open: '13:00', close: '14:30' },
];

it('reads intervals, and none as closed', () => {
  const date = '2025-12-24';
  expect(toHoursOfDate({ date, intervals: ' 10:00 - 12:00, 13:00–14:30 ', reason: ' ' })).toEqual({ intervals: TWO });
  expect(toHoursOfDate({ date, intervals: '', reason: 'Christmas ' })).toEqual({ closed: true, reason: 'Christmas' });
  expect(toHoursOfDate({ date, intervals: 'noon', reason: '' })).toEqual({ intervals: [{ open: 'noon', close: '' }] });
});

it('says special hours, and fills the form with them', () => {
  expect(describeSpecialHours({ closed: true, reason: 'Christmas' })).toBe('closed (Christmas)');
  expect(describeSpecialHours({ intervals: TWO })).toBe('10:00-12:00, 13:00-14:30');
  const form = { date: '2025-12-24', intervals: '10:00-12:00, 13:00-14:30', reason: '' };
  expect(toSpecialForm({ date: '2025-12-24', intervals: TWO })).toEqual(form);
});
