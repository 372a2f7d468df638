import { HOUR, type Microseconds } from '../time/instant.js';

/** In per cent of the observed open time, more than 0, with up to three decimals. */
export type Target = number;

export const MAX_TARGET: Target = 100;

/** The thousandths of a per cent in the whole. */
const WHOLE = 100_000n;

/** The observed time of a window. */
export interface Observed {
  readonly up: number | bigint;
  readonly down: number | bigint;
}

/** How a window stands to a target. Rule 25. */
export interface TargetResult {
  readonly met: boolean;
  /** The downtime that the target allows, and that was not used; negative if more was. Whole microseconds, rounded down. */
  readonly budgetLeft: bigint;
  /** The downtime as a multiple of what the target allows; null if it allows none. */
  readonly burn: number | null;
}

/** Compares a window with a target; null if nothing was observed. */
export function compareWithTarget(observed: Observed, target: Target): TargetResult | null {
  const [up, down] = [BigInt(observed.up), BigInt(observed.down)];
  const total = up + down;
  if (total === 0n) return null;
  const share = WHOLE - BigInt(Math.round(target * 1000));
  const allowed = (share * total) / WHOLE;
  return {
    met: down * WHOLE <= share * total,
    budgetLeft: allowed - down,
    burn: share === 0n ? null : Number(down * WHOLE) / Number(share * total),
  };
}

/** Returns what downtime has cost, in hundredths of the unit of `valuePerHour`, rounded half up. */
export function lostHundredths(down: Microseconds, valuePerHour: number): bigint {
  const hundredths = BigInt(Math.round(valuePerHour * 100));
  return (BigInt(down) * hundredths * 2n + BigInt(HOUR)) / (2n * BigInt(HOUR));
}

/** Returns the target that counts for a store: its own, else the highest of its groups, else the default. Rule 25. */
export function targetOf(own: Target | null, ofGroups: readonly Target[], byDefault: Target | null): Target | null {
  return own ?? (ofGroups.length > 0 ? Math.max(...ofGroups) : byDefault);
}
