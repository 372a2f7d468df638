import type { DroppedMonth } from '../../src/persistence/polls/poll-retention.js';
import { dropPolls } from '../proxies.js';

/** Drops the months of polls that ended more than `days` days ago, and returns them. */
export async function dropOldPolls(days: number): Promise<DroppedMonth[]> {
  return dropPolls(days);
}
