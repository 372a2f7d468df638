import type { PoolClient } from 'pg';
import { formatTimeOfDay, parseTimeOfDay, type SpecialHours, type TimeOfDay } from '../../domain/calendar/calendar.js';
import { formatLocalDate, type LocalDate } from '../../domain/time/local-date.js';

/** Dates, both in. */
export interface DateRange {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The columns of `SpecialHoursColumns`. */
export const SPECIAL_HOURS_COLUMNS = `date - date '1970-01-01', opens::text[], closes::text[], reason`;

export type SpecialHoursColumns = readonly [
  date: LocalDate,
  opens: readonly string[],
  closes: readonly string[],
  reason: string | null,
];

export function toSpecialHours(
  [date, opens, closes, reason]: SpecialHoursColumns,
  timeOfDay: (text: string) => TimeOfDay = (text) => parseTimeOfDay(text)!,
): SpecialHours {
  const intervals = opens.map((open, i) => ({ open: timeOfDay(open), close: timeOfDay(closes[i]!) }));
  return { date, intervals, ...(reason !== null && { reason }) };
}

/** Returns the current special hours of a store in a range, by date. */
export async function findSpecialHours(
  client: PoolClient,
  storeKey: number,
  { from, to }: DateRange,
): Promise<SpecialHours[]> {
  const { rows } = await client.query<[...SpecialHoursColumns]>({
    text: `
      select ${SPECIAL_HOURS_COLUMNS} from special_hours
      where store_key = $1 and until_version is null and date between $2 and $3
      order by date`,
    values: [storeKey, formatLocalDate(from), formatLocalDate(to)],
    rowMode: 'array',
  });
  return rows.map((row) => toSpecialHours(row));
}

/** Adds special hours to a store from a data version on. */
export async function insertSpecialHours(
  client: PoolClient,
  storeKey: number,
  added: readonly SpecialHours[],
  version: number,
): Promise<void> {
  const rows = added.map(({ date, intervals, reason }) => ({
    date: formatLocalDate(date),
    opens: intervals.map(({ open }) => formatTimeOfDay(open)),
    closes: intervals.map(({ close }) => formatTimeOfDay(close)),
    reason: reason ?? null,
  }));
  await client.query(
    `insert into special_hours (store_key, date, opens, closes, reason, since_version)
     select $1, date, opens, closes, reason, $2
     from jsonb_to_recordset($3) as given (date date, opens time[], closes time[], reason text)`,
    [storeKey, version, JSON.stringify(rows)],
  );
}

/** Ends special hours of a store: from a data version on, they no longer hold. */
export async function endSpecialHours(
  client: PoolClient,
  storeKey: number,
  dates: readonly LocalDate[],
  version: number,
): Promise<void> {
  await client.query(
    `update special_hours set until_version = $2
     where store_key = $1 and until_version is null and date = any ($3::date[])`,
    [storeKey, version, dates.map(formatLocalDate)],
  );
}

/** Ends all special hours of a store. */
export async function endAllSpecialHours(client: PoolClient, storeKey: number, version: number): Promise<void> {
  await client.query('update special_hours set until_version = $2 where store_key = $1 and until_version is null', [
    storeKey,
    version,
  ]);
}
