import { describe, expect, it } from '@jest/globals';
import { describeUptime } from './sentence.js';

const DAY = { openSeconds: 36_000, uptimePercent: 100, downtimeSeconds: 0, unobservedSeconds: 0, excusedSeconds: 0 };

describe('the sentence about the uptime of a store', () => {
  it('says how long it was down, and for how long nobody knows', () => {
    const uptime = { ...DAY, uptimePercent: 87.5, downtimeSeconds: 3_600, unobservedSeconds: 7_200 };
    expect(describeUptime(uptime)).toBe(
      'online 87.50 % of its observed open time, down for 1 h of 10 h. For 2 h no poll says how it was.',
    );
  });

  it('says what is excused', () => {
    expect(describeUptime({ ...DAY, excusedSeconds: 3_600 })).toBe(
      'online 100.00 % of its observed open time, never down in 10 h. 1 h are excused.',
    );
    expect(describeUptime({ ...DAY, uptimePercent: null, excusedSeconds: 36_000 })).toBe(
      'open for 10 h, all of which is excused.',
    );
  });

  it('says that it was never down, closed, or not observed', () => {
    expect(describeUptime(DAY)).toBe('online 100.00 % of its observed open time, never down in 10 h.');
    expect(describeUptime({ ...DAY, openSeconds: 0 })).toBe('the store was closed as planned.');
    expect(describeUptime({ ...DAY, uptimePercent: null })).toBe('open for 10 h; no poll says whether it was online.');
  });
});
