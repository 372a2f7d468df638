import type { Database } from '../persistence/connection/database.js';
import { merge, type MergeCounts } from '../persistence/imports/merge.js';
import { stage, type StagedPoll } from '../persistence/imports/staging.js';
import { PollRepository } from '../persistence/polls/poll.repository.js';
import { ImportStats } from './import-stats.js';

export interface PushedPolls extends MergeCounts {
  /** Null if nothing was new. */
  readonly dataVersion: number | null;
}

/** Merges pushed polls as one data version; without new polls, there is no new version. Repeating it changes nothing. */
export async function pushPolls(database: Database, polls: readonly StagedPoll[]): Promise<PushedPolls> {
  return database.transaction(async (client) => {
    const stats = new ImportStats();
    await stage(client, 'polls', stats.count(inOneBatch(polls)));
    const span = stats.span();
    await new PollRepository(database).ensurePartitions(span.months);
    const { inserted, unchanged, corrected, dataVersion } = await merge(client, 'polls', span);
    return { inserted, unchanged, corrected, dataVersion };
  });
}

async function* inOneBatch<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  yield rows;
}
