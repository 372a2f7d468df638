import type { Instant } from '../../domain/instant.js';
import type { PollStatus } from '../../domain/interpolation.js';
import type { StoreHistory } from '../../domain/store-history.js';
import { currentDataVersion, oldestPollAt, type DataVersion } from '../connection/data-version.js';
import type { Database } from '../connection/database.js';
import { instantFromSql } from '../connection/instant-type.js';
import { assertPollsKept, pollsKeptFrom } from '../polls/poll-retention.js';
import { readStoreHistories, type HistoryQuery } from './store-histories.js';

/** A store as it is now. */
export interface StoreSummary {
  readonly storeId: string;
  /** Null where none is known. */
  readonly timeZone: string | null;
  readonly hasHours: boolean;
  readonly newestPoll: { readonly at: Instant; readonly status: PollStatus } | null;
}

/** What is known of a store as of a data version. */
export interface VersionedHistory extends StoreHistory {
  readonly dataVersion: number;
}

interface StoreRow {
  external_id: string;
  time_zone: string | null;
  has_hours: boolean;
  newest_poll_at: string | null;
  newest_poll_active: boolean | null;
}

const SUMMARY = `
  select store.external_id, zone.time_zone, newest.at as newest_poll_at, newest.active as newest_poll_active,
    exists (
      select from business_hours where store_key = store.key and until_version is null
    ) as has_hours
  from store
  left join store_time_zone zone on zone.store_key = store.key and zone.until_version is null
  left join lateral (
    select at, active from poll
    where poll.store_key = store.key and until_version is null
    order by at desc
    limit 1
  ) newest on true`;

/** The stores, as of the newest data version. */
export class StoreRepository {
  constructor(private readonly database: Database) {}

  /** The newest data version, or null where nothing was ever brought in. */
  async dataVersion(): Promise<DataVersion | null> {
    return this.database.withClient(currentDataVersion);
  }

  /** From when on polls are kept; null where none were ever dropped. */
  async pollsKeptFrom(): Promise<Instant | null> {
    return this.database.withClient(pollsKeptFrom);
  }

  /** The oldest poll that ever came; null where there is none, or where it came before that was kept. */
  async oldestPollAt(): Promise<Instant | null> {
    return this.database.withClient(oldestPollAt);
  }

  async find(storeId: string): Promise<StoreSummary | null> {
    if (!canBeStored(storeId)) return null;
    const { rows } = await this.database.withClient((client) =>
      client.query<StoreRow>(`${SUMMARY} where store.external_id = $1`, [storeId]),
    );
    return rows[0] === undefined ? null : toSummary(rows[0]);
  }

  /**
   * The history of one store, or null where it is not known. What is of a data version stays as it is, so statements that
   * read as of it agree, whatever is brought in meanwhile.
   * @throws {PollsDroppedError}
   */
  async history(
    storeId: string,
    polls: Pick<HistoryQuery, 'pollsFrom' | 'asOf' | 'interpolation'>,
  ): Promise<VersionedHistory | null> {
    if (!canBeStored(storeId)) return null;
    return this.database.withClient(async (client) => {
      const current = await currentDataVersion(client);
      const { rows } = await client.query<{ key: number }>('select key from store where external_id = $1', [storeId]);
      if (current === null || rows[0] === undefined) return null;
      const [dataVersion, key] = [current.version, rows[0].key];
      const query = { ...polls, fromKey: key, toKey: key, storeIds: null, dataVersion };
      const [history] = await Array.fromAsync(readStoreHistories(client, query));
      if (history === undefined) return null;
      await assertPollsKept(client, polls.pollsFrom);
      return { dataVersion, hours: history.hours, timeZone: history.timeZone, polls: history.polls };
    });
  }

  /** Stores in the order of their ids as bytes, after one. */
  async list(limit: number, after: string): Promise<StoreSummary[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<StoreRow>(`${SUMMARY} where store.external_id > $1 order by store.external_id limit $2`, [
        after,
        limit,
      ]),
    );
    return rows.map(toSummary);
  }

  /** Those of `storeIds` that are known. */
  async known(storeIds: readonly string[]): Promise<string[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ external_id: string }>('select external_id from store where external_id = any ($1)', [
        storeIds.filter(canBeStored),
      ]),
    );
    return rows.map((row) => row.external_id);
  }
}

/** PostgreSQL's text holds everything but NUL, so no store of such an id is known. */
function canBeStored(storeId: string): boolean {
  return !storeId.includes('\0');
}

function toSummary(row: StoreRow): StoreSummary {
  return {
    storeId: row.external_id,
    timeZone: row.time_zone,
    hasHours: row.has_hours,
    newestPoll:
      row.newest_poll_at === null
        ? null
        : { at: instantFromSql(row.newest_poll_at), status: row.newest_poll_active ? 'active' : 'inactive' },
  };
}
