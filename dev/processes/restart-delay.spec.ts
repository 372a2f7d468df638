import { describe, expect, it } from '@jest/globals';
import { RestartDelay } from './restart-delay.js';

describe('the delay before a restart', () => {
  it('is a second, doubles each time up to half a minute, and is a second again after a stable minute', () => {
    const delay = new RestartDelay();
    const delays = [0, 0, 500, 0, 59_000, 0, 0].map((livedMs) => delay.after(livedMs));
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(delay.after(60_001)).toBe(1_000);
    expect(delay.after(0)).toBe(2_000);
  });
});
