import type { Uptime } from './uptime.js';

const HUNDREDTHS = 10_000n;

/**
 * Returns uptime in per cent of the observed open time, rounded down to two decimals: 100 means that nothing was down. Null
 * if nothing was observed. Rule 22.
 */
export function uptimePercent({ up, down }: Pick<Uptime, 'up' | 'down'>): number | null {
  if (up + down === 0) return null;
  // The microseconds of a fleet are more than a number is exact to.
  return Number((BigInt(up) * HUNDREDTHS) / (BigInt(up) + BigInt(down))) / 100;
}
