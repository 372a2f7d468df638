import type { PoolClient } from 'pg';
import { formatTimeOfDay, parseTimeOfDay, type BusinessHours } from '../../domain/calendar.js';

/** Returns the current business hours of a store, ordered. */
export async function findBusinessHours(client: PoolClient, storeKey: number): Promise<BusinessHours[]> {
  const { rows } = await client.query<{ day_of_week: number; opens: string; closes: string }>(
    `select day_of_week, opens, closes from business_hours where store_key = $1 and until_version is null
     order by day_of_week, opens, closes`,
    [storeKey],
  );
  return rows.map(({ day_of_week, opens, closes }) => ({
    dayOfWeek: day_of_week,
    open: parseTimeOfDay(opens)!,
    close: parseTimeOfDay(closes)!,
  }));
}

/** Adds business hours to a store from a data version on. */
export async function insertBusinessHours(
  client: PoolClient,
  storeKey: number,
  hours: readonly BusinessHours[],
  version: number,
): Promise<void> {
  await client.query(
    `insert into business_hours (store_key, day_of_week, opens, closes, since_version)
     select distinct $1::integer, day_of_week, opens, closes, $2::integer
     from unnest($3::smallint[], $4::time[], $5::time[]) as added (day_of_week, opens, closes)`,
    [storeKey, version, ...toColumns(hours)],
  );
}

/** Ends business hours of a store: from a data version on, they no longer hold. */
export async function endBusinessHours(
  client: PoolClient,
  storeKey: number,
  hours: readonly BusinessHours[],
  version: number,
): Promise<void> {
  await client.query(
    `update business_hours set until_version = $2
     from unnest($3::smallint[], $4::time[], $5::time[]) as ended (day_of_week, opens, closes)
     where store_key = $1 and until_version is null and business_hours.day_of_week = ended.day_of_week
       and business_hours.opens = ended.opens and business_hours.closes = ended.closes`,
    [storeKey, version, ...toColumns(hours)],
  );
}

/** Returns the rows that are not among `others`, each once. */
export function businessHoursNotIn(rows: readonly BusinessHours[], others: readonly BusinessHours[]): BusinessHours[] {
  const known = new Set(others.map(keyOf));
  return [...new Map(rows.map((row) => [keyOf(row), row])).entries()]
    .filter(([key]) => !known.has(key))
    .map(([, row]) => row);
}

function keyOf({ dayOfWeek, open, close }: BusinessHours): string {
  return [dayOfWeek, open, close].join();
}

function toColumns(hours: readonly BusinessHours[]): [number[], string[], string[]] {
  return [
    hours.map(({ dayOfWeek }) => dayOfWeek),
    hours.map(({ open }) => formatTimeOfDay(open)),
    hours.map(({ close }) => formatTimeOfDay(close)),
  ];
}
