import { describe, expect, it } from '@jest/globals';
import { lastMonth, weekAfter, weekBefore } from './weeks.js';

const until = (lastDate: string, timeZone = 'America/New_York') => ({
  lastDate,
  asOf: '2025-03-13T02:00:00.000000Z',
  timeZone,
});

describe('the weeks around the days that are shown', () => {
  it('are the seven days before, and the seven days after', () => {
    expect(weekBefore({ firstDate: '2025-03-01' })).toEqual({ first: '2025-02-22', last: '2025-02-28' });
    expect(weekAfter(until('2025-02-26'))).toEqual({ first: '2025-02-27', last: '2025-03-05' });
  });

  it('end with the local date of the as-of instant', () => {
    expect(weekAfter(until('2025-03-10'))).toEqual({ first: '2025-03-11', last: '2025-03-12' });
    expect(weekAfter(until('2025-03-12'))).toBeNull();
    expect(weekAfter(until('2025-03-12', 'Asia/Tokyo'))).toEqual({ first: '2025-03-13', last: '2025-03-13' });
  });

  it('do not lead on in a zone that the browser does not know', () => {
    expect(weekAfter(until('2025-02-26', 'Mars/Olympus'))).toBeNull();
  });
});

it('the last month is that before the local date of the as-of instant', () => {
  const asOf = '2025-03-01T02:00:00.000000Z';
  expect(lastMonth({ asOf, timeZone: 'UTC' })).toEqual({ first: '2025-02-01', last: '2025-02-28' });
  expect(lastMonth({ asOf, timeZone: 'America/New_York' })).toEqual({ first: '2025-01-01', last: '2025-01-31' });
  expect(lastMonth({ asOf, timeZone: 'Mars/Olympus' })).toBeNull();
});
