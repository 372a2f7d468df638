/** Outages of one reason: how many, and their open time in microseconds. */
export interface ReasonSum {
  readonly outages: bigint;
  readonly open: bigint;
}

export interface OutagesOfReason extends ReasonSum {
  /** Null: the outages without a reason, and those of reasons beyond the listed ones. */
  readonly reason: string | null;
}

/** Reasons that are listed: each may be any text. */
export const MAX_REASONS = 100;

/** Lists the reasons with the most open time, then by text, and last what is left of all outages: they add up to `all`. */
export function outagesByReason(reasons: ReadonlyMap<string, ReasonSum>, all: ReasonSum): OutagesOfReason[] {
  const listed = [...reasons]
    .map(([reason, sum]): OutagesOfReason => ({ reason, ...sum }))
    .sort((a, b) => compare(b.open, a.open) || compare(a.reason!, b.reason!))
    .slice(0, MAX_REASONS);
  const left = listed.reduce(
    ({ outages, open }, sum): ReasonSum => ({ outages: outages - sum.outages, open: open - sum.open }),
    all,
  );
  return left.outages === 0n ? listed : [...listed, { reason: null, ...left }];
}

/** Adds up the sums of stores that have nothing in common. */
export function addReasons(sums: readonly ReadonlyMap<string, ReasonSum>[]): Map<string, ReasonSum> {
  const added = new Map<string, ReasonSum>();
  for (const [reason, sum] of sums.flatMap((reasons) => [...reasons])) {
    const known = added.get(reason);
    added.set(
      reason,
      known === undefined ? sum : { outages: known.outages + sum.outages, open: known.open + sum.open },
    );
  }
  return added;
}

function compare<T extends bigint | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
