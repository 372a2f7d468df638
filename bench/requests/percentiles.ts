import { performance } from 'node:perf_hooks';

/** Milliseconds of several requests. */
export interface Percentiles {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly slowest: number;
}

/** Of the requests, the share of each percentile took no longer. */
export function percentilesOf(milliseconds: readonly number[]): Percentiles {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
  return { count: sorted.length, median: at(0.5), p95: at(0.95), p99: at(0.99), slowest: at(1) };
}

/** Does something with each item, one after the other. */
export async function timeEach<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<Percentiles> {
  const times: number[] = [];
  for (const item of items) {
    const begun = performance.now();
    await work(item);
    times.push(performance.now() - begun);
  }
  return percentilesOf(times);
}
