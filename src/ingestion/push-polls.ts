import type { Database } from '../persistence/database.js';
import { merge, type MergeResult } from '../persistence/merge.js';
import { ensurePollPartitions } from '../persistence/poll-partitions.js';
import { stage, type StagedPoll } from '../persistence/staging.js';
import { Tally } from './tally.js';

/** Merges polls that were pushed, as one data version or, where nothing is new, as none. Done again, it changes nothing. */
export async function pushPolls(database: Database, polls: readonly StagedPoll[]): Promise<MergeResult> {
  return database.transaction(async (client) => {
    const tally = new Tally(() => undefined);
    await stage(client, 'polls', tally.count(inOneBatch(polls)));
    const span = tally.span();
    await ensurePollPartitions(database, span.months);
    return merge(client, 'polls', span);
  });
}

async function* inOneBatch<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  yield rows;
}
