import type { Instant, Microseconds } from '../time/instant.js';
import type { Interval } from './intervals.js';

/**
 * Divides parts of time where excused time begins or ends, and calls `visit` for each piece, in order. Both are sorted and
 * disjoint. Takes time linear in both. Rule 21.
 */
export function divide<T extends Interval>(
  parts: readonly T[],
  excused: readonly Interval[],
  visit: (part: T, from: Instant, to: Instant, isExcused: boolean) => void,
): void {
  let next = 0;
  for (const part of parts) {
    while (next < excused.length && excused[next]!.to <= part.from) next++;
    let done = part.from;
    for (let e = next; e < excused.length && excused[e]!.from < part.to; e++) {
      const [from, to] = [Math.max(excused[e]!.from, part.from), Math.min(excused[e]!.to, part.to)];
      if (done < from) visit(part, done, from, false);
      visit(part, from, to, true);
      done = to;
    }
    if (done < part.to) visit(part, done, part.to, false);
  }
}

/** Adds up excused time in parts of time that are asked about in the order in which they begin. Takes time linear in both. */
export class ExcusedTime {
  private readonly excused: readonly Interval[];
  private next = 0;

  /** `excused` is sorted and disjoint. */
  constructor(excused: readonly Interval[]) {
    this.excused = excused;
  }

  /** Says that no part will be asked about that begins before an instant. */
  advance(from: Instant): void {
    while (this.next < this.excused.length && this.excused[this.next]!.to <= from) this.next++;
  }

  /** Returns how much time between two instants is excused; none if they are not in order. */
  within(from: Instant, to: Instant): Microseconds {
    let time = 0;
    for (let e = this.next; e < this.excused.length && this.excused[e]!.from < to; e++) {
      time += Math.max(0, Math.min(to, this.excused[e]!.to) - Math.max(from, this.excused[e]!.from));
    }
    return time;
  }
}
