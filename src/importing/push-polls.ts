import type { Database } from '../persistence/connection/database.js';
import { merge, type MergeCounts } from '../persistence/imports/merge.js';
import { ensurePollPartitions } from '../persistence/polls/poll-partitions.js';
import { stage, type StagedPoll } from '../persistence/imports/staging.js';
import { ImportStats } from './import-stats.js';

export interface PushedPolls extends MergeCounts {
  /** Null where nothing was new. */
  readonly dataVersion: number | null;
}

/** Merges polls that were pushed, as one data version or, where nothing is new, as none. Done again, it changes nothing. */
export async function pushPolls(database: Database, polls: readonly StagedPoll[]): Promise<PushedPolls> {
  return database.transaction(async (client) => {
    const tally = new ImportStats(() => undefined);
    await stage(client, 'polls', tally.count(inOneBatch(polls)));
    const span = tally.span();
    await ensurePollPartitions(database, span.months);
    const { inserted, unchanged, corrected, dataVersion } = await merge(client, 'polls', span);
    return { inserted, unchanged, corrected, dataVersion };
  });
}

async function* inOneBatch<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  yield rows;
}
