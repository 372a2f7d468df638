import { describe, expect, it } from '@jest/globals';
import { describeHour } from './describe-hour.js';

const HOUR = 3_600;

describe('an hour of the week', () => {
  it('has the down share of the time that was observed', () => {
    const figures = {
      openSeconds: 4 * HOUR,
      downtimeSeconds: HOUR / 2,
      unobservedSeconds: 3 * HOUR,
      excusedSeconds: 0,
    };
    expect(describeHour(figures)).toEqual({
      kind: 'down',
      share: 0.5,
      words: '30 min down, 3 h not observed, 4 h open',
    });
  });

  it('that no poll saw is not one without downtime', () => {
    const figures = { openSeconds: 4 * HOUR, downtimeSeconds: 0, unobservedSeconds: 4 * HOUR, excusedSeconds: 0 };
    expect(describeHour(figures)).toMatchObject({ kind: 'unobserved', words: 'not observed, 4 h open' });
  });

  it('that is excused is neither better nor worse, in part or as a whole', () => {
    const figures = { openSeconds: 4 * HOUR, downtimeSeconds: HOUR, unobservedSeconds: 0, excusedSeconds: 2 * HOUR };
    expect(describeHour(figures)).toEqual({ kind: 'down', share: 0.5, words: '1 h down, 2 h excused, 4 h open' });
    const whole = { ...figures, downtimeSeconds: 0, excusedSeconds: 4 * HOUR };
    expect(describeHour(whole)).toEqual({ kind: 'excused', share: 0, words: '4 h excused, 4 h open' });
  });

  it('may never be down, or closed', () => {
    const figures = { openSeconds: 4 * HOUR, downtimeSeconds: 0, unobservedSeconds: 0, excusedSeconds: 0 };
    expect(describeHour(figures).words).toBe('never down, 4 h open');
    expect(describeHour({ ...figures, openSeconds: 0 }).words).toBe('closed');
  });
});
