import { expect, it } from '@jest/globals';
import {
  describeOtherHours,
  describeSpecialHours,
  describeUpload,
  mediaTypeOf,
  toHoursOfDate,
  toSpecialForm,
} from './special-hours.js';

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

it('says whose hours replace those of the week, and that a closure takes a part', () => {
  const hours = { rule: 18 as const, groups: [], closures: [], text: '' };
  expect(describeOtherHours({ ...hours, source: 'store', closed: true })).toBe('closed');
  const ofGroups = { ...hours, source: 'groups' as const, groups: ['brand:x', 'region:west'], intervals: TWO };
  expect(describeOtherHours(ofGroups)).toBe('10:00-12:00, 13:00-14:30, of brand:x and region:west');
  const week = { ...hours, source: 'week' as const, rule: 19 as const, intervals: TWO };
  expect(describeOtherHours(week)).toBeNull();
  expect(describeOtherHours({ ...week, closures: ['excused'] })).toBeNull();
  expect(describeOtherHours({ ...week, closures: ['closed'] })).toBe('a closure takes a part');
});

it('says what became of an upload, and tells a calendar from JSON', () => {
  const christmas = { date: '2025-12-25', closed: true as const };
  expect(describeUpload({ set: [christmas], unchanged: [], notTaken: 0 })).toBe('1 date set.');
  expect(describeUpload({ set: [], unchanged: ['2025-12-25'], notTaken: 1 })).toBe(
    '0 dates set, 1 had the same already. Not taken:',
  );
  expect(mediaTypeOf('\r\nbegin:vcalendar')).toBe('text/calendar');
  expect(mediaTypeOf('{"holiday_hours": {}}')).toBe('application/json');
});
