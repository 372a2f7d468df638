/** How much memory a store takes besides its id, in bytes. */
const BYTES_OF_ENTRY = 50;

/** Over a million stores, if their ids are UUIDs. Polls by the hour name every store of a fleet before the first one again. */
const MAX_KEPT_BYTES = 100_000_000;

/** Of a larger fleet, the others are known as long as a file that names one store after the other needs them. */
const MAX_RECENT_STORES = 10_000;

/**
 * Numbers stores by their first row, so that an id is sent once and not with every poll. A store that is no longer known when it
 * returns gets another number, which does no harm.
 */
export class StoreNumbers {
  private readonly kept = new Map<string, number>();
  private readonly recent = new Map<string, number>();
  private keptBytes = 0;
  private next = 1;

  constructor(
    private readonly maxKeptBytes = MAX_KEPT_BYTES,
    private readonly maxRecentStores = MAX_RECENT_STORES,
  ) {}

  /** Returns the number of a store; undefined if it has none, or not any more. */
  find(storeId: string): number | undefined {
    return this.kept.get(storeId) ?? this.recent.get(storeId);
  }

  /** Gives a store that has none a number. */
  add(storeId: string): number {
    const number = this.next++;
    // A copy: a slice of a block would keep the whole block in memory.
    const copy = Buffer.from(storeId).toString();
    const bytes = copy.length + BYTES_OF_ENTRY;
    if (this.keptBytes + bytes <= this.maxKeptBytes) {
      this.keptBytes += bytes;
      this.kept.set(copy, number);
    } else {
      if (this.recent.size === this.maxRecentStores) this.recent.clear();
      this.recent.set(copy, number);
    }
    return number;
  }
}
