import type { Instant } from '../../time/instant.js';
import { visitCovered, type InterpolationRule } from '../interpolation.js';
import type { Interval } from '../intervals.js';
import type { Outage } from './outages.js';
import { visitOpenIntervals, type StoreHistory } from '../store-history.js';

/** Adds to outages, in order of time, the reason of the first poll that covers a part of each and has one. */
export function withReasons(
  outages: readonly Outage[],
  store: StoreHistory,
  asOf: Instant,
  rule: InterpolationRule,
): Outage[] {
  if (outages.length === 0 || !store.reasons?.size) return [...outages];
  const said = coveredWithReasons(store, outages[0]!.from, asOf, rule);
  let next = 0;
  return outages.map((outage) => {
    while (next < said.length && said[next]!.to <= outage.from) next++;
    const first = said[next];
    return first !== undefined && first.from < outage.to ? { ...outage, reason: first.reason } : outage;
  });
}

interface CoveredWithReason extends Interval {
  readonly reason: string;
}

/** What polls with reasons that found the store down cover of its open time, in order. */
function coveredWithReasons(
  store: StoreHistory,
  from: Instant,
  asOf: Instant,
  rule: InterpolationRule,
): CoveredWithReason[] {
  const covered: CoveredWithReason[] = [];
  visitOpenIntervals(store, from, asOf, (interval, first, end) => {
    visitCovered(interval, store.polls, first, end, rule, (begins, ends, { at, status }) => {
      const reason = status === 'inactive' ? store.reasons!.get(at) : undefined;
      if (reason !== undefined) covered.push({ from: begins, to: ends, reason });
    });
  });
  return covered;
}
