import type { PoolClient } from 'pg';
import {
  formatTimeOfDay,
  parseTimeOfDay,
  type OpeningTimes,
  type SpecialHours,
  type TimeOfDay,
} from '../../domain/calendar/calendar.js';
import type { Group } from '../../domain/groups/group.js';
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

export function toSpecialHours([date, opens, closes, reason]: SpecialHoursColumns): SpecialHours {
  const intervals = opens.map((open, i) => ({ open: parseTimeOfDay(open)!, close: parseTimeOfDay(closes[i]!)! }));
  return { date, intervals, ...(reason !== null && { reason }) };
}

/** The columns of `CompactSpecialHours`: arrays as one text each, which costs less to read where there are many rows. */
export const COMPACT_SPECIAL_HOURS_COLUMNS = `date - date '1970-01-01', opens::text, closes::text, reason`;

export type CompactSpecialHours = readonly [date: LocalDate, opens: string, closes: string, reason: string | null];

/** Returns a function that reads rows. Thousands of stores have the same few intervals, so each text is read once, and they are shared. */
export function compactSpecialHoursReader(
  timeOfDay: (text: string) => TimeOfDay,
): (row: CompactSpecialHours) => SpecialHours {
  const known = new Map<string, readonly OpeningTimes[]>();
  return ([date, opens, closes, reason]) => {
    const key = opens + closes;
    let intervals = known.get(key);
    if (intervals === undefined) {
      const closings = elementsOf(closes);
      intervals = elementsOf(opens).map((open, i) => ({ open: timeOfDay(open), close: timeOfDay(closings[i]!) }));
      known.set(key, intervals);
    }
    return reason === null ? { date, intervals } : { date, intervals, reason };
  };
}

/** Returns the elements of an array of times as text, such as `{09:00:00,13:00:00}`. */
function elementsOf(array: string): string[] {
  return array === '{}' ? [] : array.slice(1, -1).split(',');
}

/** Whose special hours: a store's, by its key, or a group's. */
export type SpecialHoursKey = number | Group;

interface Rows {
  readonly table: 'special_hours' | 'group_special_hours';
  readonly columns: readonly string[];
  readonly values: readonly (string | number)[];
}

function rowsOf(key: SpecialHoursKey): Rows {
  return typeof key === 'number'
    ? { table: 'special_hours', columns: ['store_key'], values: [key] }
    : { table: 'group_special_hours', columns: ['group_kind', 'group_value'], values: [key.kind, key.value] };
}

/** SQL for the current rows of a store or group. Its parameters begin at `first`. */
function isCurrent({ columns }: Rows, first: number): string {
  return [...columns.map((column, index) => `${column} = $${first + index}`), 'until_version is null'].join(' and ');
}

/** Returns the current special hours of a store or group in a range, by date. */
export async function findSpecialHours(
  client: PoolClient,
  key: SpecialHoursKey,
  { from, to }: DateRange,
): Promise<SpecialHours[]> {
  const of = rowsOf(key);
  const { rows } = await client.query<[...SpecialHoursColumns]>({
    text: `
      select ${SPECIAL_HOURS_COLUMNS} from ${of.table}
      where ${isCurrent(of, 3)} and date between $1 and $2
      order by date`,
    values: [formatLocalDate(from), formatLocalDate(to), ...of.values],
    rowMode: 'array',
  });
  return rows.map(toSpecialHours);
}

/** Adds special hours to a store or group from a data version on. */
export async function insertSpecialHours(
  client: PoolClient,
  key: SpecialHoursKey,
  added: readonly SpecialHours[],
  version: number,
): Promise<void> {
  const of = rowsOf(key);
  const rows = added.map(({ date, intervals, reason }) => ({
    date: formatLocalDate(date),
    opens: intervals.map(({ open }) => formatTimeOfDay(open)),
    closes: intervals.map(({ close }) => formatTimeOfDay(close)),
    reason: reason ?? null,
  }));
  await client.query(
    `insert into ${of.table} (since_version, ${of.columns.join(', ')}, date, opens, closes, reason)
     select $1, ${of.columns.map((_, index) => `$${3 + index}`).join(', ')}, date, opens, closes, reason
     from jsonb_to_recordset($2) as given (date date, opens time[], closes time[], reason text)`,
    [version, JSON.stringify(rows), ...of.values],
  );
}

/** Ends special hours of a store or group: from a data version on, they no longer hold. */
export async function endSpecialHours(
  client: PoolClient,
  key: SpecialHoursKey,
  dates: readonly LocalDate[],
  version: number,
): Promise<void> {
  const of = rowsOf(key);
  await client.query(
    `update ${of.table} set until_version = $1 where ${isCurrent(of, 3)} and date = any ($2::date[])`,
    [version, dates.map(formatLocalDate), ...of.values],
  );
}

/** Ends all special hours of a store. */
export async function endAllSpecialHours(client: PoolClient, storeKey: number, version: number): Promise<void> {
  await client.query('update special_hours set until_version = $2 where store_key = $1 and until_version is null', [
    storeKey,
    version,
  ]);
}
