import type { Instant } from '../../time/instant.js';
import type { Interval } from '../intervals.js';

/** Intervals in columns: sorted, disjoint, not adjacent, not empty. */
export interface IntervalSeries {
  /** The columns may be longer: what comes after so many intervals means nothing. */
  readonly count: number;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

export function toIntervalSeries(intervals: readonly Interval[]): IntervalSeries {
  return {
    count: intervals.length,
    from: Float64Array.from(intervals, ({ from }) => from),
    to: Float64Array.from(intervals, ({ to }) => to),
  };
}

const INITIAL_CAPACITY = 64;

/** An `IntervalSeries` that is filled again and again: to compute millions of stores, nothing is allocated for each. */
export class IntervalBuffer implements IntervalSeries {
  count = 0;
  from = new Float64Array(INITIAL_CAPACITY);
  to = new Float64Array(INITIAL_CAPACITY);

  clear(): this {
    this.count = 0;
    return this;
  }

  /**
   * Adds an interval, joined with the last one if they overlap or touch. Returns whether it comes in order: one that begins before the
   * last one is not added.
   */
  join(from: Instant, to: Instant): boolean {
    const last = this.count - 1;
    if (last >= 0 && from < this.from[last]!) return false;
    if (from >= to) return true;
    if (last < 0 || from > this.to[last]!) this.append(from, to);
    else if (to > this.to[last]!) this.to[last] = to;
    return true;
  }

  /** Adds what is left of intervals without the time that is taken, which is sorted and disjoint. */
  subtract({ count, from, to }: IntervalSeries, taken: readonly Interval[]): this {
    let next = 0;
    for (let i = 0; i < count; i++) {
      let start = from[i]!;
      const end = to[i]!;
      while (next < taken.length && taken[next]!.to <= start) next++;
      for (let t = next; t < taken.length && taken[t]!.from < end; t++) {
        if (start < taken[t]!.from) this.append(start, taken[t]!.from);
        start = taken[t]!.to;
      }
      if (start < end) this.append(start, end);
    }
    return this;
  }

  /** Drops the intervals at the end that begin after an instant. */
  endAt(instant: Instant): this {
    while (this.count > 0 && this.from[this.count - 1]! > instant) this.count--;
    return this;
  }

  private append(from: Instant, to: Instant): void {
    if (this.count === this.from.length) {
      this.from = doubled(this.from);
      this.to = doubled(this.to);
    }
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.count++;
  }
}

function doubled(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * column.length);
  larger.set(column);
  return larger;
}
