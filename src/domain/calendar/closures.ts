import type { Instant } from '../time/instant.js';
import { DEFAULT_TIME_ZONE, zoneOffsets, type LocalTime } from '../time-zones/zone-offsets.js';
import { union, type Interval } from '../uptime/intervals.js';

/** `closed`: no open time. `excused`: open time that is not held against the store. Rule 21. */
export const CLOSURE_KINDS = ['closed', 'excused'] as const;
export type ClosureKind = (typeof CLOSURE_KINDS)[number];

/** The stretch of time of a closure. Its ends are instants, or times on the clock of each store. */
export interface ClosurePeriod {
  readonly from: Instant;
  /** Infinite if it is open-ended. */
  readonly to: Instant;
  readonly fromIsLocal?: boolean;
  readonly toIsLocal?: boolean;
}

/** A stretch of time in which a store's time counts otherwise. */
export interface Closure extends ClosurePeriod {
  readonly kind: ClosureKind;
}

/** What closures take is of one store. */
interface StoreClosures {
  readonly closures?: readonly Closure[];
  /** Null: the default zone. */
  readonly timeZone: string | null;
}

const NONE: readonly Interval[] = [];

/** Returns the time that the closures of a kind take of a store: sorted, disjoint, not empty. Rules 5 and 21. */
export function timeOfClosures({ closures, timeZone }: StoreClosures, kind: ClosureKind): readonly Interval[] {
  if (closures === undefined || closures.length === 0) return NONE;
  const ofKind = closures.filter((closure) => closure.kind === kind);
  // Most stores have none of a kind.
  if (ofKind.length === 0) return NONE;
  return union(ofKind.map((closure) => resolve(closure, timeZone)));
}

function resolve({ from, to, fromIsLocal, toIsLocal }: ClosurePeriod, timeZone: string | null): Interval {
  const onClock = (time: LocalTime) => zoneOffsets(timeZone ?? DEFAULT_TIME_ZONE).toInstant(time);
  return { from: fromIsLocal === true ? onClock(from) : from, to: toIsLocal === true ? onClock(to) : to };
}
