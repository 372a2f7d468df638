import type { Poll } from '../../../src/domain/uptime/interpolation.js';

/** Stores deliveries as the database does: one poll per instant, the later delivery wins, in order. Rule 9. */
export function stored(deliveries: readonly Poll[]): Poll[] {
  const byInstant = new Map(deliveries.map(({ at, status }) => [at, status]));
  return [...byInstant].map(([at, status]) => ({ at, status })).sort((a, b) => a.at - b.at);
}
