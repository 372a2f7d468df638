import type { RejectReason } from '../domain/import.js';
import type { Reject } from '../persistence/imports/staging.js';

/** More kinds of reasons than there are; a file can't make the list long. */
const MAX_REASONS = 50;

const OTHER_REASONS = 'other reasons';

/** Counts rejected rows by reason. */
export class RejectReasons {
  private readonly byReason = new Map<string, { count: number; example: RejectReason['example'] }>();

  add(reject: Reject, count = 1): void {
    const key = this.keyOf(withoutValues(reject.reason));
    const known = this.byReason.get(key);
    if (known === undefined) this.byReason.set(key, { count, example: { line: reject.line, row: reject.row } });
    else known.count += count;
  }

  /** Returns the reasons, the most frequent first. */
  list(): RejectReason[] {
    return [...this.byReason]
      .map(([reason, counted]) => ({ reason, ...counted }))
      .sort((a, b) => b.count - a.count || a.example.line - b.example.line);
  }

  private keyOf(reason: string): string {
    return this.byReason.has(reason) || this.byReason.size < MAX_REASONS ? reason : OTHER_REASONS;
  }
}

/** Replaces what differs between rows with the same reason: quoted values and lengths. */
function withoutValues(reason: string): string {
  return reason.replaceAll(/"(?:\\.|[^"\\])*"/g, '"..."').replaceAll(/\bhas \d+ (characters|fields)/g, 'has ... $1');
}
