import { describe, expect, it } from '@jest/globals';
import { hourMarks } from './hour-marks.js';

describe('the hours of a day', () => {
  it('are quarters of a day of 24 hours', () => {
    const day = { from: '2025-03-11T04:00:00Z', to: '2025-03-12T04:00:00Z' };
    expect(hourMarks(day, 'America/New_York').map(({ share }) => share)).toEqual([0.25, 0.5, 0.75]);
  });

  it('are an hour later on the day on which the clock falls back', () => {
    const day = { from: '2025-11-02T04:00:00Z', to: '2025-11-03T05:00:00Z' };
    expect(hourMarks(day, 'America/New_York').map(({ share }) => Math.round(share * 25))).toEqual([7, 13, 19]);
  });

  it('are not shown for a zone that the browser does not know', () => {
    expect(hourMarks({ from: '2025-03-11T00:00:00Z', to: '2025-03-12T00:00:00Z' }, 'Mars/Olympus')).toEqual([]);
  });
});
