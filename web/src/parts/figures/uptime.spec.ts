import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divideBar } from './uptime.js';

const seconds = fc.integer({ min: 0, max: 1_000_000 });

describe('the bar of a window', () => {
  it('shows up, down, unobserved and excused by their shares of the open time', () => {
    const window = {
      openSeconds: 100,
      uptimeSeconds: 50,
      downtimeSeconds: 30,
      unobservedSeconds: 15,
      excusedSeconds: 5,
    };
    expect(divideBar(window, 200, 2)).toEqual([
      { state: 'up', at: 0, size: 100 },
      { state: 'down', at: 100, size: 60 },
      { state: 'unobserved', at: 160, size: 30 },
      { state: 'excused', at: 190, size: 10 },
    ]);
  });

  it('shows a second of downtime in a week', () => {
    const window = {
      openSeconds: 604_800,
      uptimeSeconds: 604_799,
      downtimeSeconds: 1,
      unobservedSeconds: 0,
      excusedSeconds: 0,
    };
    expect(divideBar(window, 100, 2)).toEqual([
      { state: 'up', at: 0, size: 98 },
      { state: 'down', at: 98, size: 2 },
    ]);
  });

  it('is full whatever the parts are, and nothing is too small to be seen', () => {
    fc.assert(
      fc.property(seconds, seconds, seconds, seconds, (up, down, unobserved, excused) => {
        fc.pre(up + down + unobserved + excused > 0);
        const window = {
          openSeconds: up + down + unobserved + excused,
          uptimeSeconds: up,
          downtimeSeconds: down,
          unobservedSeconds: unobserved,
          excusedSeconds: excused,
        };
        const parts = divideBar(window, 300, 3);
        expect(parts.reduce((sum, { size }) => sum + size, 0)).toBeCloseTo(300);
        for (const { size } of parts) expect(size).toBeGreaterThan(2.8);
      }),
    );
  });
});
