import { describe, expect, it } from '@jest/globals';
import { describeDay } from './day-figures.js';

const HOUR = 3_600;
const DAY = { openSeconds: 8 * HOUR, downtimeSeconds: 0, unobservedSeconds: 0, excusedSeconds: 0, uptimePercent: 100 };

describe('the figures of a day', () => {
  it('say that it was never down only if all of its open time was observed', () => {
    expect(describeDay(DAY)).toEqual({ figure: '100.00 %', notes: ['never down'] });
    expect(describeDay({ ...DAY, unobservedSeconds: 2 * HOUR })).toEqual({
      figure: '100.00 %',
      notes: ['2 h not observed'],
    });
  });

  it('say of a day that no poll saw that it was not observed', () => {
    const unseen = { ...DAY, unobservedSeconds: 8 * HOUR, uptimePercent: null };
    expect(describeDay(unseen)).toEqual({ figure: 'not observed', notes: ['8 h open'] });
  });

  it('say how long it was down', () => {
    const { notes } = describeDay({ ...DAY, downtimeSeconds: HOUR, unobservedSeconds: HOUR, uptimePercent: 85.71 });
    expect(notes).toEqual(['1 h down', '1 h not observed']);
  });

  it('say what is excused, and of a day that is excused as a whole nothing else', () => {
    expect(describeDay({ ...DAY, excusedSeconds: HOUR }).notes).toEqual(['1 h excused']);
    expect(describeDay({ ...DAY, excusedSeconds: 8 * HOUR, uptimePercent: null })).toEqual({
      figure: 'excused',
      notes: ['8 h open'],
    });
    const unseen = { ...DAY, excusedSeconds: 6 * HOUR, unobservedSeconds: 2 * HOUR, uptimePercent: null };
    expect(describeDay(unseen)).toEqual({ figure: 'not observed', notes: ['8 h open', '6 h excused'] });
  });

  it('say of a day without open time that the store was closed', () => {
    expect(describeDay({ ...DAY, openSeconds: 0, uptimePercent: null })).toEqual({ figure: 'closed', notes: [] });
  });
});
