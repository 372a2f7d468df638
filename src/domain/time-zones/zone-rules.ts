import type { PosixRule } from './posix-rule.js';

/** The offsets of a zone from UTC, at any time. Everything is in seconds. */
export class ZoneRules {
  private readonly changes: Float64Array;
  private readonly offsets: Float64Array;
  private readonly afterwards: PosixRule | null;

  /**
   * `offsets[i]` is in force before `changes[i]`, and the last one after all changes, unless there is a rule for that time.
   * Changes are sorted.
   */
  constructor(changes: Float64Array, offsets: Float64Array, afterwards: PosixRule | null) {
    this.changes = changes;
    this.offsets = offsets;
    this.afterwards = afterwards;
  }

  /** Returns the seconds that local time is ahead of UTC. `at` is in seconds since 1970. */
  offsetAt(at: number): number {
    let [low, high] = [0, this.changes.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.changes[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    if (low === this.changes.length && this.afterwards !== null) return this.afterwards.offsetAt(at);
    return this.offsets[low]!;
  }
}
