import type { PoolClient } from 'pg';
import { formatTimeOfDay, parseTimeOfDay, type BusinessHours } from '../../domain/calendar/calendar.js';
import { formatLocalDate } from '../../domain/time/local-date.js';

/** The columns of `BusinessHoursColumns`. Dates are days since 1970-01-01. */
export const BUSINESS_HOURS_COLUMNS = `
  day_of_week, opens, closes,
  valid_from - date '1970-01-01' as valid_from, valid_through - date '1970-01-01' as valid_through`;

export type BusinessHoursColumns = readonly [
  dayOfWeek: number,
  opens: string | null,
  closes: string | null,
  validFrom: number | null,
  validThrough: number | null,
];

export function toBusinessHours([
  dayOfWeek,
  opens,
  closes,
  validFrom,
  validThrough,
]: BusinessHoursColumns): BusinessHours {
  const row = {
    dayOfWeek,
    ...(validFrom === null ? {} : { validFrom }),
    ...(validThrough === null ? {} : { validThrough }),
  };
  if (opens === null || closes === null) return { ...row, closed: true };
  return { ...row, open: parseTimeOfDay(opens)!, close: parseTimeOfDay(closes)! };
}

/** Returns the current business hours of a store, ordered. */
export async function findBusinessHours(client: PoolClient, storeKey: number): Promise<BusinessHours[]> {
  const { rows } = await client.query<[...BusinessHoursColumns]>({
    text: `select ${BUSINESS_HOURS_COLUMNS} from business_hours where store_key = $1 and until_version is null
     order by business_hours.valid_from nulls first, business_hours.valid_through, day_of_week, opens, closes`,
    values: [storeKey],
    rowMode: 'array',
  });
  return rows.map((row) => toBusinessHours(row));
}

/** Rows of parameters $3 to $7, as `toParameters` makes them. */
const GIVEN = `
  unnest($3::smallint[], $4::time[], $5::time[], $6::date[], $7::date[])
    as given (day_of_week, opens, closes, valid_from, valid_through)`;

/** Adds business hours to a store from a data version on. */
export async function insertBusinessHours(
  client: PoolClient,
  storeKey: number,
  hours: readonly BusinessHours[],
  version: number,
): Promise<void> {
  await client.query(
    `insert into business_hours (store_key, day_of_week, opens, closes, valid_from, valid_through, since_version)
     select distinct $1::integer, given.*, $2::integer from ${GIVEN}`,
    [storeKey, version, ...toParameters(hours)],
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
    `update business_hours current set until_version = $2
     from ${GIVEN}
     where store_key = $1 and until_version is null and current.day_of_week = given.day_of_week
       and (current.opens, current.closes, current.valid_from, current.valid_through)
         is not distinct from (given.opens, given.closes, given.valid_from, given.valid_through)`,
    [storeKey, version, ...toParameters(hours)],
  );
}

/** Returns the rows that are not among `others`, each once. */
export function businessHoursNotIn(rows: readonly BusinessHours[], others: readonly BusinessHours[]): BusinessHours[] {
  const known = new Set(others.map(keyOf));
  return [...new Map(rows.map((row) => [keyOf(row), row])).entries()]
    .filter(([key]) => !known.has(key))
    .map(([, row]) => row);
}

function keyOf(row: BusinessHours): string {
  const times = 'closed' in row ? ['closed'] : [row.open, row.close];
  return [row.dayOfWeek, row.validFrom, row.validThrough, ...times].join();
}

function toParameters(hours: readonly BusinessHours[]): [number[], ...(string | null)[][]] {
  const date = (day: number | undefined) => (day === undefined ? null : formatLocalDate(day));
  return [
    hours.map(({ dayOfWeek }) => dayOfWeek),
    hours.map((row) => ('closed' in row ? null : formatTimeOfDay(row.open))),
    hours.map((row) => ('closed' in row ? null : formatTimeOfDay(row.close))),
    hours.map(({ validFrom }) => date(validFrom)),
    hours.map(({ validThrough }) => date(validThrough)),
  ];
}
