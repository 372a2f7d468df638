import type { PoolClient } from 'pg';
import { idsOf, type StoreScope } from '../../domain/access/store-scope.js';
import type { BusinessHours } from '../../domain/calendar/calendar.js';
import type { SpecialHoursOfGroup } from '../../domain/calendar/special-hours-in-force.js';
import type { Instant } from '../../domain/time/instant.js';
import type { PollStatus } from '../../domain/uptime/interpolation.js';
import { isStorable } from '../../domain/store-id.js';
import type { StoreHistory } from '../../domain/uptime/store-history.js';
import {
  currentDataVersion,
  DataVersionNotFoundError,
  holdsAsOf,
  type DataVersion,
} from '../connection/data-version.js';
import type { StoreAttributes } from '../../domain/groups/store-attributes.js';
import { ATTRIBUTE_COLUMNS, JOIN_ATTRIBUTES, toAttributes, type AttributeColumns } from '../groups/store-attributes.js';
import type { Database } from '../connection/database.js';
import { instantFromSql } from '../connection/instant-type.js';
import { assertPollsKept } from '../polls/poll-retention.js';
import { inScopeSql } from './in-scope.js';
import { findBusinessHours } from './business-hours.js';
import { StoreNotFoundError } from './store-errors.js';
import { readStoreHistories, type HistoryQuery } from './store-histories.js';
import { findStoreKeyAsOf, getStoreKey } from './store-key.js';

/** A store as of the newest data version. */
export interface StoreSummary {
  readonly storeId: string;
  /** Null: unknown. */
  readonly timeZone: string | null;
  readonly hasHours: boolean;
  readonly attributes: StoreAttributes;
  readonly newestPoll: { readonly at: Instant; readonly status: PollStatus } | null;
}

/** The history of a store as of a data version. */
export interface VersionedHistory extends StoreHistory {
  readonly dataVersion: number;
  /** Those of its groups, also where its own win over them. */
  readonly specialHoursOfGroups: readonly SpecialHoursOfGroup[];
}

interface StoreRow extends AttributeColumns {
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
    ) as has_hours,
    ${ATTRIBUTE_COLUMNS}
  from store
  ${JOIN_ATTRIBUTES}
  left join store_time_zone zone on zone.store_key = store.key and zone.until_version is null
  left join lateral (
    select at, active from poll
    where poll.store_key = store.key and until_version is null
    order by at desc
    limit 1
  ) newest on true
  where deleted_version is null`;

/** Reads stores as of the newest data version. */
export class StoreRepository {
  constructor(private readonly database: Database) {}

  /** Returns the newest data version; null if nothing was ever imported. */
  async dataVersion(): Promise<DataVersion | null> {
    return this.database.withClient(currentDataVersion);
  }

  /** @throws {StoreNotFoundError} */
  async get(storeId: string): Promise<StoreSummary> {
    if (!isStorable(storeId)) throw new StoreNotFoundError(storeId);
    const { rows } = await this.database.withClient((client) =>
      client.query<StoreRow>(`${SUMMARY} and store.external_id = $1`, [storeId]),
    );
    if (rows[0] === undefined) throw new StoreNotFoundError(storeId);
    return toSummary(rows[0]);
  }

  /**
   * Returns the current business hours of a store, ordered.
   * @throws {StoreNotFoundError}
   */
  async hours(storeId: string): Promise<BusinessHours[]> {
    return this.database.withClient(async (client) => findBusinessHours(client, await getStoreKey(client, storeId)));
  }

  /**
   * Returns the history of one store as of a data version, by default the newest. Its statements all read as of that one, so
   * they agree, whatever is imported meanwhile.
   * @throws {StoreNotFoundError} if the store is not known, or was not at that version
   * @throws {DataVersionNotFoundError}
   * @throws {PollsDroppedError}
   */
  async history(
    storeId: string,
    polls: Pick<HistoryQuery, 'pollsFrom' | 'asOf' | 'interpolation'>,
    requestedVersion?: number,
  ): Promise<VersionedHistory> {
    return this.database.withClient(async (client) => {
      const { key, dataVersion } = await findStoreAsOf(client, storeId, requestedVersion);
      const query = { ...polls, fromKey: key, toKey: key, storeIds: null, dataVersion };
      const [history] = await Array.fromAsync(readStoreHistories(client, query));
      if (history === undefined) throw new StoreNotFoundError(storeId);
      await assertPollsKept(client, polls.pollsFrom);
      const { hours, specialHours, specialHoursOfGroups, closures, timeZone, polls: found, reasons } = history;
      return { dataVersion, hours, specialHours, specialHoursOfGroups, closures, timeZone, polls: found, reasons };
    });
  }

  /**
   * Returns the time zone of a store as of a data version, by default the newest; null if it is unknown.
   * @throws {StoreNotFoundError} if the store is not known, or was not at that version
   * @throws {DataVersionNotFoundError}
   */
  async timeZone(
    storeId: string,
    requestedVersion?: number,
  ): Promise<Pick<VersionedHistory, 'timeZone' | 'dataVersion'>> {
    return this.database.withClient(async (client) => {
      const { key, dataVersion } = await findStoreAsOf(client, storeId, requestedVersion);
      const { rows } = await client.query<{ time_zone: string }>(
        `select time_zone from store_time_zone
         where store_key = $1 and ${holdsAsOf('store_time_zone', '$2')}`,
        [key, dataVersion],
      );
      return { timeZone: rows[0]?.time_zone ?? null, dataVersion };
    });
  }

  /** Returns up to `limit` stores of a scope after a store id, ordered by id as bytes. */
  async list(limit: number, after: string, scope: StoreScope): Promise<StoreSummary[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<StoreRow>(
        `${SUMMARY} and store.external_id > $1 and ${inScopeSql('$3')} order by store.external_id limit $2`,
        [after, limit, idsOf(scope)],
      ),
    );
    return rows.map(toSummary);
  }

  /** Returns those of `storeIds` that are known. */
  async known(storeIds: readonly string[]): Promise<string[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ external_id: string }>(
        'select external_id from store where external_id = any ($1) and deleted_version is null',
        [storeIds.filter(isStorable)],
      ),
    );
    return rows.map((row) => row.external_id);
  }
}

/** Finds a store as of a data version, by default the newest. */
async function findStoreAsOf(
  client: PoolClient,
  storeId: string,
  requestedVersion: number | undefined,
): Promise<{ key: number; dataVersion: number }> {
  const current = await currentDataVersion(client);
  if (current === null) throw new StoreNotFoundError(storeId);
  const dataVersion = requestedVersion ?? current.version;
  if (dataVersion > current.version) throw new DataVersionNotFoundError(dataVersion, current.version);
  const key = await findStoreKeyAsOf(client, storeId, dataVersion);
  if (key === null) throw new StoreNotFoundError(storeId);
  return { key, dataVersion };
}

function toSummary(row: StoreRow): StoreSummary {
  return {
    storeId: row.external_id,
    timeZone: row.time_zone,
    hasHours: row.has_hours,
    attributes: toAttributes(row),
    newestPoll:
      row.newest_poll_at === null
        ? null
        : { at: instantFromSql(row.newest_poll_at), status: row.newest_poll_active ? 'active' : 'inactive' },
  };
}
