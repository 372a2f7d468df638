import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import type { Change, Origin } from '../../domain/access/audit-event.js';
import type { BusinessHours } from '../../domain/calendar/calendar.js';
import {
  changed as changedAttributes,
  NO_ATTRIBUTES,
  type AttributeChange,
} from '../../domain/groups/store-attributes.js';
import { recordAuditEvent } from '../access/audit-event.repository.js';
import { formatBusinessHours } from '../../domain/calendar/format-business-hours.js';
import type { Database } from '../connection/database.js';
import { lockData, markAsReplacing, openDataVersion } from '../connection/data-version.js';
import { endAllAttributes, findAttributes, replaceAttributes } from '../groups/store-attributes.js';
import { endPolls } from '../polls/end-polls.js';
import { endClosuresOf } from '../calendars/closures.js';
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
  readonly attributes?: AttributeChange;
}

/** What is to be changed of a store; a time zone of null removes it. */
export interface StoreChange extends AttributeChange {
  readonly timeZone?: string | null;
}

/** Changes stores by hand. Each change is one transaction and one data version; without a change there is no new version. */
export class StoreWriteRepository {
  constructor(private readonly database: Database) {}

  /** @throws {StoreAlreadyExistsError} */
  async add({ storeId, timeZone, hours, attributes = {} }: NewStore, origin: Origin): Promise<void> {
    await this.database.transaction(async (client) => {
      await lockData(client);
      if ((await findStoreKey(client, storeId)) !== null) throw new StoreAlreadyExistsError(storeId);
      const version = await openDataVersion(client, 'stores');
      const { rows } = await client.query<{ key: number }>(
        'insert into store (external_id, since_version) values ($1, $2) returning key',
        [storeId, version],
      );
      const { key } = rows[0]!;
      if (timeZone !== null) await insertTimeZone(client, key, timeZone, version);
      await insertBusinessHours(client, key, hours, version);
      const given = changedAttributes(NO_ATTRIBUTES, attributes);
      await replaceAttributes(client, key, NO_ATTRIBUTES, given, version);
      const after = {
        timeZone,
        ...notIn(given, NO_ATTRIBUTES),
        businessHours: formatBusinessHours(hours),
        dataVersion: version,
      };
      await recordAuditEvent(client, { ...origin, ...change('create', storeId, null, after) });
    });
  }

  /**
   * Changes the time zone and the attributes of a store; what is missing stays, and null removes.
   * @throws {StoreNotFoundError}
   */
  async change(storeId: string, asked: StoreChange, origin: Origin): Promise<void> {
    await this.database.transaction(async (client) => {
      await lockData(client);
      const key = await getStoreKey(client, storeId);
      const before = { timeZone: await findTimeZone(client, key), ...(await findAttributes(client, key)) };
      const { timeZone = before.timeZone } = asked;
      const after = { timeZone, ...changedAttributes(before, asked) };
      if (isDeepStrictEqual(before, after)) return;
      const hasOtherZone = timeZone !== before.timeZone;
      const hasOtherAttributes = !isDeepStrictEqual({ ...before, timeZone }, after);
      const version = await openDataVersion(client, hasOtherAttributes ? 'stores' : 'time-zones');
      if (hasOtherAttributes || before.timeZone !== null) await markAsReplacing(client, version);
      if (hasOtherZone) {
        await endTimeZone(client, key, version);
        if (timeZone !== null) await insertTimeZone(client, key, timeZone, version);
      }
      await replaceAttributes(client, key, before, after, version);
      const told = { ...notIn(after, before), dataVersion: version };
      await recordAuditEvent(client, { ...origin, ...change('update', storeId, notIn(before, after), told) });
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
      const before = {
        timeZone: await findTimeZone(client, key),
        ...notIn(await findAttributes(client, key), NO_ATTRIBUTES),
        businessHours: formatBusinessHours(hours),
      };
      await endBusinessHours(client, key, hours, version);
      await endAllSpecialHours(client, key, version);
      await endClosuresOf(client, key, version);
      await endAllAttributes(client, key, version);
      await endTimeZone(client, key, version);
      await client.query('update store set deleted_version = $2 where key = $1', [key, version]);
      await recordAuditEvent(client, { ...origin, ...change('delete', storeId, before, { dataVersion: version }) });
    });
  }
}

/** Returns the fields that another object has otherwise. */
function notIn<T extends object>(values: T, others: T): Partial<T> {
  const fields = Object.entries(values) as [keyof T, unknown][];
  return Object.fromEntries(fields.filter(([name, value]) => !isDeepStrictEqual(value, others[name]))) as Partial<T>;
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
