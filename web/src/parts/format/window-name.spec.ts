import { expect, it } from '@jest/globals';
import { isOfCalendar, windowName } from './window-name.js';

it('names windows for people, and knows those of the calendar', () => {
  expect(['last_week', 'last_week_mon_sun', '2024-W10'].map(windowName)).toEqual([
    'Last week',
    'Last week, Monday to Sunday',
    '2024-W10',
  ]);
  const calendar = ['today', 'last_month', '2024', '2024-Q1', '2024-03', '2024-W10', '2024-03-04'];
  expect(calendar.filter((name) => !isOfCalendar(name))).toEqual([]);
  expect(['last_week', 'P7D', '2024-03-04T00:00:00Z/2024-03-05T00:00:00Z'].filter(isOfCalendar)).toEqual([]);
});
