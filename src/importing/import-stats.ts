import type { RejectReason } from '../domain/import.js';
import { DAY, formatInstant } from '../domain/time/instant.js';
import type { PollSpan } from '../persistence/imports/merge.js';
import { MAX_KEPT_REJECTS, type Reject, type StagedPoll, type StagedRow } from '../persistence/imports/staging.js';
import { truncate, UnreadableFileError } from './csv/csv-layout.js';
import { RejectReasons } from './reject-reasons.js';

/** If so many rows at the start of a file are all unusable, the others are not read. */
const MAX_UNUSABLE_START = 10_000;

export interface ImportStatsOptions {
  readonly onProgress?: (rowsRead: number) => void;
  /** Whether the rows are those of a whole file, which is refused if its first rows are all unusable. */
  readonly refusesUnusable?: boolean;
}

/** Counts the rows of an import, and the time span of its polls. */
export class ImportStats {
  rowsRead = 0;
  rejected = 0;
  readonly reasons = new RejectReasons();
  private first = Infinity;
  private last = -Infinity;
  private hasReasons = false;
  private readonly days = new Set<number>();
  private day = NaN;

  constructor(private readonly options: ImportStatsOptions = {}) {}

  /**
   * Counts rows on their way, and passes on those that are to be stored: all but the rejected ones that are too many.
   * @throws {UnreadableFileError} if the first rows are all unusable
   */
  async *count(batches: AsyncIterable<readonly StagedRow[]>): AsyncGenerator<readonly StagedRow[]> {
    for await (const batch of batches) {
      const rejectedBefore = this.rejected;
      for (const row of batch) {
        this.rowsRead++;
        if ('reason' in row) this.addReject(row);
        else if ('at' in row) this.recordPoll(row);
      }
      this.options.onProgress?.(this.rowsRead);
      yield this.rejected <= MAX_KEPT_REJECTS ? batch : withRejects(batch, MAX_KEPT_REJECTS - rejectedBefore);
    }
  }

  /** Counts rows as rejected that were counted as read before. */
  addRejects(example: Reject, count: number): void {
    this.rejected += count;
    this.reasons.add(example, count);
  }

  private addReject(reject: Reject): void {
    this.addRejects(reject, 1);
    const isUnusable = this.rejected === this.rowsRead && this.rejected === MAX_UNUSABLE_START;
    if (!isUnusable || this.options.refusesUnusable !== true) return;
    const [{ reason, count, example }] = this.reasons.list() as [RejectReason];
    throw new UnreadableFileError(
      `none of the first ${MAX_UNUSABLE_START} rows can be used, so the file was not read on. ` +
        `${count} times: ${reason}. For example line ${example.line}: ${truncate(example.row, 200)}`,
    );
  }

  /** Returns the time span of the polls that were counted. */
  span(): PollSpan {
    if (this.days.size === 0) return { first: null, last: null, months: [], hasReasons: false };
    const months = new Set([...this.days].map((day) => formatInstant(day * DAY).slice(0, 7)));
    return { first: this.first, last: this.last, months: [...months].sort(), hasReasons: this.hasReasons };
  }

  private recordPoll({ at, why }: StagedPoll): void {
    if (why !== null) this.hasReasons = true;
    if (at < this.first) this.first = at;
    if (at > this.last) this.last = at;
    const day = Math.floor(at / DAY);
    if (day === this.day) return;
    this.days.add((this.day = day));
  }
}

/** Keeps the first `count` rejected rows of a batch, and all others. */
function withRejects(batch: readonly StagedRow[], count: number): readonly StagedRow[] {
  let left = count;
  return batch.filter((row) => !('reason' in row) || left-- > 0);
}
