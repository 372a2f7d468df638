/** Per cent, rising. The last one is a bucket of its own: nothing was down. */
const EDGES = [0, 50, 75, 90, 95, 98, 99, 99.5, 99.9, 100] as const;

/** The edges in hundredths of a per cent, which are whole numbers. */
export const EDGE_HUNDREDTHS: readonly number[] = EDGES.map((edge) => Math.round(edge * 100));

/** The stores whose uptime in per cent is `from` or more and less than `to`, or exactly 100 if both are 100. */
export interface UptimeBucket {
  readonly from: number;
  readonly to: number;
  readonly stores: number;
}

/** Returns all buckets in order. `storesIn` has the stores of a bucket by its number, from 1; missing: none. */
export function uptimeDistribution(storesIn: ReadonlyMap<number, number>): UptimeBucket[] {
  return EDGES.map((from, index) => ({ from, to: EDGES[index + 1] ?? from, stores: storesIn.get(index + 1) ?? 0 }));
}
