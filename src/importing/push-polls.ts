import type { Origin } from '../domain/access/audit-event.js';
import { recordAuditEvent } from '../persistence/access/audit-event.repository.js';
import type { Database } from '../persistence/connection/database.js';
import { merge, type MergeCounts } from '../persistence/imports/merge.js';
import { stage, type StagedPoll } from '../persistence/imports/staging.js';
import { PollRepository } from '../persistence/polls/poll.repository.js';
import { ImportStats } from './import-stats.js';

export interface PushedPolls extends MergeCounts {
  /** Null if nothing was new. */
  readonly dataVersion: number | null;
}

/**
 * Merges pushed polls as one data version; without new polls, there is no new version. Repeating it changes nothing. Only
 * corrections are in the audit trail: polls come by the million.
 */
export async function pushPolls(
  database: Database,
  polls: readonly StagedPoll[],
  origin: Origin,
): Promise<PushedPolls> {
  return database.transaction(async (client) => {
    const stats = new ImportStats();
    await stage(client, 'polls', stats.count(inOneBatch(polls)));
    const span = stats.span();
    await new PollRepository(database).ensurePartitions(span.months);
    const { inserted, unchanged, corrected, dataVersion } = await merge(client, 'polls', span);
    if (corrected > 0) {
      const change = {
        action: 'correct',
        entity: 'polls',
        entityId: null,
        before: null,
        after: { corrected, dataVersion },
      };
      await recordAuditEvent(client, { ...origin, ...change });
    }
    return { inserted, unchanged, corrected, dataVersion };
  });
}

async function* inOneBatch<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  yield rows;
}
