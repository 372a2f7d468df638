import type { PoolClient } from 'pg';
import { formatTimeOfDay, parseTimeOfDay, type BusinessHours } from '../../domain/calendar.js';
import { lockData, markAsReplacing, openDataVersion } from '../connection/data-version.js';
import type { Database } from '../connection/database.js';

/** A store that is made known by hand. */
export interface NewStore {
  readonly storeId: string;
  /** Null where none is known. */
  readonly timeZone: string | null;
  readonly hours: readonly BusinessHours[];
}

/** Why hours were not replaced. */
export type HoursNotReplaced = 'unknown store' | 'changed meanwhile';

/** Changes of stores by hand: each one transaction and one data version, or none where nothing changes. */
export class StoreWriteRepository {
  constructor(private readonly database: Database) {}

  /** Makes a store known; false where it is already. */
  async add({ storeId, timeZone, hours }: NewStore): Promise<boolean> {
    return this.database.transaction(async (client) => {
      await lockData(client);
      if ((await findStoreKey(client, storeId)) !== null) return false;
      const version = await openDataVersion(client, timeZone === null ? 'business-hours' : 'time-zones');
      const { rows } = await client.query<{ key: number }>(
        'insert into store (external_id, since_version) values ($1, $2) returning key',
        [storeId, version],
      );
      const { key } = rows[0]!;
      if (timeZone !== null) await addZone(client, key, timeZone, version);
      await addHours(client, key, hours, version);
      return true;
    });
  }

  /** Sets the zone of a store, or with null forgets it; false where there is no such store. */
  async setTimeZone(storeId: string, timeZone: string | null): Promise<boolean> {
    return this.database.transaction(async (client) => {
      await lockData(client);
      const key = await findStoreKey(client, storeId);
      if (key === null) return false;
      const current = await findTimeZone(client, key);
      if (current === timeZone) return true;
      const version = await openDataVersion(client, 'time-zones');
      if (current !== null) {
        await client.query(
          'update store_time_zone set until_version = $2 where store_key = $1 and until_version is null',
          [key, version],
        );
        await markAsReplacing(client, version);
      }
      if (timeZone !== null) await addZone(client, key, timeZone, version);
      return true;
    });
  }

  /** The current hours of a store, ordered; null where there is no such store. */
  async hours(storeId: string): Promise<BusinessHours[] | null> {
    return this.database.withClient(async (client) => {
      const key = await findStoreKey(client, storeId);
      return key === null ? null : findHours(client, key);
    });
  }

  /**
   * Replaces the hours of a store as a whole, if those there are now are `expected`. What is asked and what is done lie in
   * one transaction: of two writers who expect the same, one finds it changed.
   */
  async replaceHours(
    storeId: string,
    hours: readonly BusinessHours[],
    expected: (current: readonly BusinessHours[]) => boolean,
  ): Promise<BusinessHours[] | HoursNotReplaced> {
    return this.database.transaction(async (client) => {
      await lockData(client);
      const key = await findStoreKey(client, storeId);
      if (key === null) return 'unknown store';
      const current = await findHours(client, key);
      if (!expected(current)) return 'changed meanwhile';
      const ended = rowsNotIn(current, hours);
      const added = rowsNotIn(hours, current);
      if (ended.length + added.length === 0) return current;
      const version = await openDataVersion(client, 'business-hours');
      // Also where rows are only added: what a file said of all hours of the store holds no longer.
      if (current.length > 0) await markAsReplacing(client, version);
      await endHours(client, key, ended, version);
      await addHours(client, key, added, version);
      return findHours(client, key);
    });
  }
}

/** Null where there is no such store. PostgreSQL's text holds everything but NUL. */
async function findStoreKey(client: PoolClient, storeId: string): Promise<number | null> {
  if (storeId.includes('\0')) return null;
  const { rows } = await client.query<{ key: number }>('select key from store where external_id = $1', [storeId]);
  return rows[0]?.key ?? null;
}

async function findTimeZone(client: PoolClient, key: number): Promise<string | null> {
  const { rows } = await client.query<{ time_zone: string }>(
    'select time_zone from store_time_zone where store_key = $1 and until_version is null',
    [key],
  );
  return rows[0]?.time_zone ?? null;
}

async function findHours(client: PoolClient, key: number): Promise<BusinessHours[]> {
  const { rows } = await client.query<{ day_of_week: number; opens: string; closes: string }>(
    `select day_of_week, opens, closes from business_hours where store_key = $1 and until_version is null
     order by day_of_week, opens, closes`,
    [key],
  );
  return rows.map(({ day_of_week, opens, closes }) => ({
    dayOfWeek: day_of_week,
    open: parseTimeOfDay(opens)!,
    close: parseTimeOfDay(closes)!,
  }));
}

/** The rows that are not among `others`, each once. */
function rowsNotIn(rows: readonly BusinessHours[], others: readonly BusinessHours[]): BusinessHours[] {
  const known = new Set(others.map(keyOfRow));
  return [...new Map(rows.map((row) => [keyOfRow(row), row])).entries()]
    .filter(([name]) => !known.has(name))
    .map(([, row]) => row);
}

function keyOfRow({ dayOfWeek, open, close }: BusinessHours): string {
  return [dayOfWeek, open, close].join();
}

async function addZone(client: PoolClient, key: number, timeZone: string, version: number): Promise<void> {
  await client.query('insert into store_time_zone (store_key, time_zone, since_version) values ($1, $2, $3)', [
    key,
    timeZone,
    version,
  ]);
}

async function addHours(
  client: PoolClient,
  key: number,
  hours: readonly BusinessHours[],
  version: number,
): Promise<void> {
  await client.query(
    `insert into business_hours (store_key, day_of_week, opens, closes, since_version)
     select distinct $1::integer, day_of_week, opens, closes, $2::integer
     from unnest($3::smallint[], $4::time[], $5::time[]) as added (day_of_week, opens, closes)`,
    [key, version, ...toColumns(hours)],
  );
}

async function endHours(
  client: PoolClient,
  key: number,
  hours: readonly BusinessHours[],
  version: number,
): Promise<void> {
  await client.query(
    `update business_hours set until_version = $2
     from unnest($3::smallint[], $4::time[], $5::time[]) as ended (day_of_week, opens, closes)
     where store_key = $1 and until_version is null and business_hours.day_of_week = ended.day_of_week
       and business_hours.opens = ended.opens and business_hours.closes = ended.closes`,
    [key, version, ...toColumns(hours)],
  );
}

function toColumns(hours: readonly BusinessHours[]): [number[], string[], string[]] {
  return [
    hours.map(({ dayOfWeek }) => dayOfWeek),
    hours.map(({ open }) => formatTimeOfDay(open)),
    hours.map(({ close }) => formatTimeOfDay(close)),
  ];
}
