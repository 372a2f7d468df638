import { DAY, type Instant } from '../src/domain/instant.js';
import type { Database } from '../src/persistence/database.js';
import { dropPollsBefore, type DroppedMonth } from '../src/persistence/poll-retention.js';
import { withHeartbeats } from './heartbeats.js';

export interface RetentionActivityDependencies {
  readonly database: Database;
  readonly clock: () => Instant;
}

export function createRetentionActivities({ database, clock }: RetentionActivityDependencies) {
  return {
    /** Drops the months of polls that ended more than so many days ago. Done again, it finds nothing more to drop. */
    async dropPolls(days: number): Promise<DroppedMonth[]> {
      return withHeartbeats(() => dropPollsBefore(database, clock() - days * DAY, clock()));
    },
  };
}
