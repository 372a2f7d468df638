import type { Poll } from '../../../src/domain/interpolation.js';

/** What storage makes of deliveries: one poll an instant, a later delivery in place of an earlier one, in order. Spec, 9. */
export function stored(deliveries: readonly Poll[]): Poll[] {
  const byInstant = new Map(deliveries.map(({ at, status }) => [at, status]));
  return [...byInstant].map(([at, status]) => ({ at, status })).sort((a, b) => a.at - b.at);
}
