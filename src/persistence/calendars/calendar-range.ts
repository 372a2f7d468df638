import type { Instant, Microseconds } from '../../domain/time/instant.js';
import type { Interpolation } from '../../domain/uptime/interpolation.js';

/** Of which stores, and for which time, special hours and closures are read. Both ends of the keys are included. */
export interface CalendarRange {
  readonly fromKey: number;
  readonly toKey: number;
  readonly dataVersion: number;
  readonly pollsFrom: Instant;
  readonly asOf: Instant;
  readonly interpolation: Interpolation;
  readonly askedAhead: Microseconds;
}
