import type { PoolClient } from 'pg';
import type { Change, Origin } from '../../domain/access/audit-event.js';
import type { BusinessHours } from '../../domain/calendar/calendar.js';
import { recordAuditEvent } from '../access/audit-event.repository.js';
import { formatBusinessHours } from '../../domain/calendar/format-business-hours.js';
import type { Database } from '../connection/database.js';
import { lockData, markAsReplacing, openDataVersion } from '../connection/data-version.js';
import { endPolls } from '../polls/end-polls.js';
import { endAllSpecialHours } from '../calendars/special-hours.js';
import { businessHoursNotIn, endBusinessHours, findBusinessHours, insertBusinessHours } from './business-hours.js';
import { BusinessHoursChangedError, StoreAlreadyExistsError } from './store-errors.js';
import { findStoreKey, getStoreKey } from './store-key.js';

/** A store that is added by hand. */
export interface NewStore {
  readonly storeId: string;
  /** Null: unknown. */
  readonly timeZone: string | null;
  readonly hours: readonly BusinessHours[];
}

/** Changes stores by hand. Each change is one transaction and one data version; without a change there is no new version. */
export class StoreWriteRepository {
  constructor(private readonly database: Database) {}

  /** @throws {StoreAlreadyExistsError} */
  async add({ storeId, timeZone, hours }: NewStore, origin: Origin): Promise<void> {
    await this.database.transaction(async (client) => {
      await lockData(client);
      if ((await findStoreKey(client, storeId)) !== null) throw new StoreAlreadyExistsError(storeId);
      const version = await openDataVersion(client, timeZone === null ? 'business-hours' : 'time-zones');
      const { rows } = await client.query<{ key: number }>(
        'insert into store (external_id, since_version) values ($1, $2) returning key',
        [storeId, version],
      );
      const { key } = rows[0]!;
      if (timeZone !== null) await insertTimeZone(client, key, timeZone, version);
      await insertBusinessHours(client, key, hours, version);
      const after = { timeZone, businessHours: formatBusinessHours(hours), dataVersion: version };
      await recordAuditEvent(client, { ...origin, ...change('create', storeId, null, after) });
    });
  }

  /**
   * Sets the time zone of a store; null removes it.
   * @throws {StoreNotFoundError}
   */
  async setTimeZone(storeId: string, timeZone: string | null, origin: Origin): Promise<void> {
    await this.database.transaction(async (client) => {
      await lockData(client);
      const key = await getStoreKey(client, storeId);
      const current = await findTimeZone(client, key);
      if (current === timeZone) return;
      const version = await openDataVersion(client, 'time-zones');
      if (current !== null) {
        await endTimeZone(client, key, version);
        await markAsReplacing(client, version);
      }
      if (timeZone !== null) await insertTimeZone(client, key, timeZone, version);
      const after = { timeZone, dataVersion: version };
      await recordAuditEvent(client, { ...origin, ...change('update', storeId, { timeZone: current }, after) });
    });
  }

  /**
   * Replaces all business hours of a store, and returns the new ones. `isExpected` checks the current ones in the same
   * transaction, so that of two writers who expect the same hours, the second fails.
   * @throws {StoreNotFoundError}
   * @throws {BusinessHoursChangedError}
   */
  async replaceHours(
    storeId: string,
    hours: readonly BusinessHours[],
    isExpected: (current: readonly BusinessHours[]) => boolean,
    origin: Origin,
  ): Promise<BusinessHours[]> {
    return this.database.transaction(async (client) => {
      await lockData(client);
      const key = await getStoreKey(client, storeId);
      const current = await findBusinessHours(client, key);
      if (!isExpected(current)) throw new BusinessHoursChangedError(storeId);
      const ended = businessHoursNotIn(current, hours);
      const added = businessHoursNotIn(hours, current);
      if (ended.length + added.length === 0) return current;
      const version = await openDataVersion(client, 'business-hours');
      // Even if rows are only added: an earlier file that listed all hours of the store is no longer right.
      if (current.length > 0) await markAsReplacing(client, version);
      await endBusinessHours(client, key, ended, version);
      await insertBusinessHours(client, key, added, version);
      const before = { businessHours: formatBusinessHours(current) };
      const after = { businessHours: formatBusinessHours(hours), dataVersion: version };
      await recordAuditEvent(client, { ...origin, ...change('replace-hours', storeId, before, after) });
      return findBusinessHours(client, key);
    });
  }

  /**
   * Deletes a store with its polls, hours and time zone: from a new data version on, it is not known. As of earlier versions
   * it stays. Delivered again, it is another store of the same id.
   * @throws {StoreNotFoundError}
   */
  async delete(storeId: string, origin: Origin): Promise<void> {
    await this.database.transaction(async (client) => {
      await lockData(client);
      const key = await getStoreKey(client, storeId);
      const version = await openDataVersion(client, 'stores');
      await markAsReplacing(client, version);
      await endPolls(client, key, version);
      const hours = await findBusinessHours(client, key);
      const before = { timeZone: await findTimeZone(client, key), businessHours: formatBusinessHours(hours) };
      await endBusinessHours(client, key, hours, version);
      await endAllSpecialHours(client, key, version);
      await endTimeZone(client, key, version);
      await client.query('update store set deleted_version = $2 where key = $1', [key, version]);
      await recordAuditEvent(client, { ...origin, ...change('delete', storeId, before, { dataVersion: version }) });
    });
  }
}

function change(action: string, storeId: string, before: object | null, after: object): Change {
  return { action, entity: 'store', entityId: storeId, before, after };
}

async function findTimeZone(client: PoolClient, storeKey: number): Promise<string | null> {
  const { rows } = await client.query<{ time_zone: string }>(
    'select time_zone from store_time_zone where store_key = $1 and until_version is null',
    [storeKey],
  );
  return rows[0]?.time_zone ?? null;
}

async function endTimeZone(client: PoolClient, storeKey: number, version: number): Promise<void> {
  await client.query('update store_time_zone set until_version = $2 where store_key = $1 and until_version is null', [
    storeKey,
    version,
  ]);
}

async function insertTimeZone(client: PoolClient, storeKey: number, timeZone: string, version: number): Promise<void> {
  await client.query('insert into store_time_zone (store_key, time_zone, since_version) values ($1, $2, $3)', [
    storeKey,
    timeZone,
    version,
  ]);
}
