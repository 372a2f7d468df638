import type { SummedUptime, Uptime } from './uptime.js';

const HUNDREDTHS = 10_000n;

/**
 * Returns uptime in per cent of the observed open time, rounded down to two decimals: 100 means that nothing was down. Null
 * if nothing was observed. Rule 22.
 */
export function uptimePercent({ up, down }: Pick<Uptime | SummedUptime, 'up' | 'down'>): number | null {
  const observed = BigInt(up) + BigInt(down);
  return observed === 0n ? null : Number((BigInt(up) * HUNDREDTHS) / observed) / 100;
}
