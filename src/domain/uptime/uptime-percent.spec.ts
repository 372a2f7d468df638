import { describe, expect, it } from '@jest/globals';
import { DAY, HOUR } from '../time/instant.js';
import { uptimePercent } from './uptime-percent.js';

describe('uptime in per cent (rule 22)', () => {
  it('is the share of the observed open time that was up', () => {
    expect(uptimePercent({ up: 3 * HOUR, down: HOUR })).toBe(75);
  });

  it('is 100 only if nothing was down', () => {
    expect(uptimePercent({ up: 7 * DAY, down: 0 })).toBe(100);
    expect(uptimePercent({ up: 7 * DAY, down: 1 })).toBe(99.99);
  });

  it('is rounded down', () => {
    expect(uptimePercent({ up: 2, down: 1 })).toBe(66.66);
    expect(uptimePercent({ up: 1, down: 100_000 })).toBe(0);
  });

  it('is not 100 if a microsecond of the week of 100,000 stores was down', () => {
    expect(uptimePercent({ up: 100_000 * 7 * DAY, down: 1 })).toBe(99.99);
  });

  it('is unknown where nothing was observed', () => {
    expect(uptimePercent({ up: 0, down: 0 })).toBeNull();
  });
});
