import type { Instant } from '../../domain/time/instant.js';
import type { Database } from '../connection/database.js';
import { oldestPollAt } from '../connection/data-version.js';
import { attachPartition, createMissingPartitions, missingMonths, partitionOf } from './poll-partitions.js';
import { dropMonth, monthsBefore, pollsKeptFrom, type DroppedMonth } from './poll-retention.js';

/** The polls as a whole: their months, and from when on they are kept. */
export class PollRepository {
  constructor(private readonly database: Database) {}

  /** Returns the instant from which polls are kept; null if none were ever dropped. */
  async keptFrom(): Promise<Instant | null> {
    return this.database.withClient(pollsKeptFrom);
  }

  /** Returns the instant of the oldest poll that was ever imported; null if there is none, or if it is not recorded. */
  async oldestAt(): Promise<Instant | null> {
    return this.database.withClient(oldestPollAt);
  }

  /**
   * Creates the missing partitions of `months` (`2023-01`), in a transaction of its own, before rows are inserted. Attaching
   * an empty table does not block readers; `create table ... partition of` would.
   */
  async ensurePartitions(months: readonly string[]): Promise<void> {
    if (months.length === 0) return;
    if ((await this.database.withClient((client) => missingMonths(client, months))).length === 0) return;
    await this.database.transaction(async (client) => {
      for (const partition of await createMissingPartitions(client, months)) await attachPartition(client, partition);
    });
  }

  /** Vacuums and analyzes months after a large import: index-only scans work, and the planner knows the new rows. */
  async vacuumPartitions(months: readonly string[]): Promise<void> {
    await this.database.withClient(async (client) => {
      for (const month of months) await client.query(`vacuum (analyze) ${partitionOf(month).table}`);
    });
  }

  /**
   * Drops the months that ended before an instant, each in a transaction of its own, and returns those that held polls.
   * Waits for readers for some seconds, and fails if they take longer.
   */
  async dropBefore(before: Instant, now: Instant): Promise<DroppedMonth[]> {
    const dropped: DroppedMonth[] = [];
    for (const month of await this.database.withClient((client) => monthsBefore(client, before))) {
      const polls = await this.database.transaction((client) => dropMonth(client, month, now));
      if (polls > 0) dropped.push({ month, polls });
    }
    return dropped;
  }
}
