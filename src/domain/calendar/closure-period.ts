import type { ParseProblem } from '../parse-problem.js';
import { describeInvalidInstant } from '../time/instant-problem.js';
import { formatInstant, HOUR, parseInstant, type Instant, type Microseconds } from '../time/instant.js';
import type { ClosurePeriod } from './closures.js';

/** When a closure begins or ends. */
export interface ClosureEdge {
  readonly time: Instant;
  readonly isLocal: boolean;
}

/** Parses an instant with a zone, or without one a time on the clock of each store. */
export function parseClosureEdge(text: string): ClosureEdge | ParseProblem {
  const instant = parseInstant(text, 'required');
  if (typeof instant === 'number') return { time: instant, isLocal: false };
  const local = instant === 'without-zone' ? parseInstant(text, 'assume-utc') : instant;
  if (typeof local === 'number') return { time: local, isLocal: true };
  return { problem: describeInvalidInstant(text) };
}

/** Formats an instant as `2024-03-04T12:30:00.000000Z`, and a time on the clock of each store as the same without `Z`. */
export function formatClosureEdge({ time, isLocal }: ClosureEdge): string {
  const text = formatInstant(time);
  return isLocal ? text.slice(0, -1) : text;
}

/** No clock is further behind UTC, or ahead of it. */
const [MAX_BEHIND, MAX_AHEAD]: readonly [Microseconds, Microseconds] = [12 * HOUR, 14 * HOUR];

/** Whether a closure ends before or when it begins, on every clock. */
export function isEmptyPeriod({ from, to, fromIsLocal = false, toIsLocal = false }: ClosurePeriod): boolean {
  if (fromIsLocal === toIsLocal) return from >= to;
  // The earliest beginning, and the latest end.
  return (fromIsLocal ? from - MAX_AHEAD : from) >= (toIsLocal ? to + MAX_BEHIND : to);
}
