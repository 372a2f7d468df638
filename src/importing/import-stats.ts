import { DAY, formatInstant, type Instant } from '../domain/instant.js';
import type { PollSpan } from '../persistence/imports/merge.js';
import type { StagedRow } from '../persistence/imports/staging.js';

/** Counts the rows of an import, and the time span of its polls. */
export class ImportStats {
  rowsRead = 0;
  rejected = 0;
  private first = Infinity;
  private last = -Infinity;
  private readonly days = new Set<number>();
  private day = NaN;

  constructor(private readonly onProgress: (rowsRead: number) => void) {}

  async *count(batches: AsyncIterable<readonly StagedRow[]>): AsyncGenerator<readonly StagedRow[]> {
    for await (const batch of batches) {
      this.rowsRead += batch.length;
      for (const row of batch) {
        if ('reason' in row) this.rejected++;
        else if ('at' in row) this.recordPoll(row.at);
      }
      this.onProgress(this.rowsRead);
      yield batch;
    }
  }

  /** Returns the time span of the polls that were counted. */
  span(): PollSpan {
    if (this.days.size === 0) return { first: null, last: null, months: [] };
    const months = new Set([...this.days].map((day) => formatInstant(day * DAY).slice(0, 7)));
    return { first: this.first, last: this.last, months: [...months].sort() };
  }

  private recordPoll(at: Instant): void {
    if (at < this.first) this.first = at;
    if (at > this.last) this.last = at;
    const day = Math.floor(at / DAY);
    if (day === this.day) return;
    this.days.add((this.day = day));
  }
}
