import type { Instant } from './domain/time/instant.js';

/*
 * The only file that reads the system's clock. Everything else gets a `Clock` as an argument, so that tests set the time;
 * durations are measured by performance.now().
 */

/** Returns the current instant. */
export type Clock = () => Instant;

/** The system's clock, in whole milliseconds. */
export function systemClock(): Instant {
  return Date.now() * 1_000;
}

/** Returns the deadline of a gRPC call that may take so many milliseconds. gRPC compares it with the system's clock. */
export function deadlineIn(milliseconds: number): Date {
  return new Date(Date.now() + milliseconds);
}
