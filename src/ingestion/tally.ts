import { DAY, formatInstant, type Instant } from '../domain/instant.js';
import type { StagedRow } from '../persistence/staging.js';

/** What passes by on the way into the database. */
export class Tally {
  rowsRead = 0;
  rejected = 0;
  private readonly monthsByDay = new Map<number, string>();

  constructor(private readonly onProgress: (rowsRead: number) => void) {}

  async *count(batches: AsyncIterable<readonly StagedRow[]>): AsyncGenerator<readonly StagedRow[]> {
    for await (const batch of batches) {
      this.rowsRead += batch.length;
      for (const row of batch) {
        if ('reason' in row) this.rejected++;
        else if ('at' in row) this.see(row.at);
      }
      this.onProgress(this.rowsRead);
      yield batch;
    }
  }

  /** The months, UTC, that polls lie in: `2023-01`. */
  months(): string[] {
    return [...new Set(this.monthsByDay.values())].sort();
  }

  private see(at: Instant): void {
    const day = Math.floor(at / DAY);
    if (!this.monthsByDay.has(day)) this.monthsByDay.set(day, formatInstant(at).slice(0, 7));
  }
}
