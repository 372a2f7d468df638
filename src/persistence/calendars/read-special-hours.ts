import type { PoolClient } from 'pg';
import { firstDate, lastDate, type SpecialHours, type TimeOfDay } from '../../domain/calendar/calendar.js';
import { specialHoursInForce, type SpecialHoursOfGroup } from '../../domain/calendar/special-hours-in-force.js';
import { formatGroup } from '../../domain/groups/group.js';
import { formatLocalDate } from '../../domain/time/local-date.js';
import { fieldOf, integerSql, readCopy, type EncodedField } from '../connection/copy-decoder.js';
import { holdsAsOf } from '../connection/data-version.js';
import type { CalendarRange } from './calendar-range.js';
import { encodedSpecialHours, type SpecialHoursDecoder } from './encoded-special-hours.js';
import { COMPACT_SPECIAL_HOURS_COLUMNS, compactSpecialHoursReader, type CompactSpecialHours } from './special-hours.js';

/** Which special hours to read, and whether somebody will read why. */
interface SpecialHoursRange extends CalendarRange {
  readonly withReasons: boolean;
}

/** The special hours of a store, as they were read. */
export interface ReadSpecialHours {
  ownSpecialHours: EncodedField | null;
  ofGroups: SpecialHoursOfGroups | null;
}

/** What the groups of a store give it. */
interface SpecialHoursOfGroups {
  readonly specialHoursOfGroups: readonly SpecialHoursOfGroup[];
  /** Those of a store without any of its own. */
  readonly inForce: readonly SpecialHours[];
}

/** What a store has of its own and of its groups: see `KeyedStoreHistory`. */
interface StoreSpecialHours {
  readonly specialHours: readonly SpecialHours[];
  readonly specialHoursOfGroups: readonly SpecialHoursOfGroup[];
}

const NO_SPECIAL_HOURS: StoreSpecialHours = { specialHours: [], specialHoursOfGroups: [] };

type ReadRow = (row: CompactSpecialHours) => SpecialHours;

/**
 * Adds the special hours that the open time near the polls depends on: those in force, and those of the groups that the store is in
 * as of the data version. Rule 18.
 */
export async function addSpecialHours(
  client: PoolClient,
  range: SpecialHoursRange,
  stores: ReadonlyMap<number, ReadSpecialHours>,
  timeOfDay: (text: string) => TimeOfDay,
): Promise<void> {
  await readCopy(client, copyOwn(range), 2, (row) => {
    const store = stores.get(row.view.getInt32(row.starts[0]!));
    if (store !== undefined) store.ownSpecialHours = fieldOf(row, 1);
  });
  const byGroup = await readOfGroups(client, range, compactSpecialHoursReader(timeOfDay));
  if (byGroup.size > 0) addOfGroups(stores, byGroup, await readMembers(client, range, byGroup));
}

/** Stores of the same groups share what these give. */
function addOfGroups(
  stores: ReadonlyMap<number, ReadSpecialHours>,
  byGroup: ReadonlyMap<string, readonly SpecialHoursOfGroup[]>,
  members: readonly [storeKey: number, groups: readonly string[]][],
): void {
  const shared = new Map<string, SpecialHoursOfGroups>();
  for (const [storeKey, groups] of members) {
    const store = stores.get(storeKey);
    if (store === undefined) continue;
    const key = JSON.stringify(groups);
    let ofGroups = shared.get(key);
    if (ofGroups === undefined) {
      const specialHoursOfGroups = groups.flatMap((group) => byGroup.get(group)!);
      ofGroups = { specialHoursOfGroups, inForce: specialHoursInForce([], specialHoursOfGroups) };
      shared.set(key, ofGroups);
    }
    store.ofGroups = ofGroups;
  }
}

/** Decodes the special hours of a store when they are needed: those of thousands would be copied by several garbage collections. */
export function decodeSpecialHours(
  { ownSpecialHours, ofGroups }: ReadSpecialHours,
  decoder: SpecialHoursDecoder,
): StoreSpecialHours {
  if (ownSpecialHours === null && ofGroups === null) return NO_SPECIAL_HOURS;
  const own = ownSpecialHours === null ? [] : decoder.decode(ownSpecialHours);
  if (ofGroups === null) return { specialHours: own, specialHoursOfGroups: [] };
  const { specialHoursOfGroups, inForce } = ofGroups;
  return {
    specialHours: own.length === 0 ? inForce : specialHoursInForce(own, specialHoursOfGroups),
    specialHoursOfGroups,
  };
}

/** One row for each store that has any: a message for each date would cost more than the dates. */
function copyOwn(range: SpecialHoursRange): string {
  const [first, last] = datesOf(range);
  return `
    copy (
      select store_key, string_agg(${encodedSpecialHours(range.withReasons)}, null order by date)
      from special_hours
      where store_key between ${integerSql(range.fromKey)} and ${integerSql(range.toKey)}
        and ${holdsAsOf('special_hours', integerSql(range.dataVersion))} and date between '${first}' and '${last}'
      group by store_key
    ) to stdout (format binary)`;
}

/**
 * Reads the special hours of the groups of a range of stores, each once. Where no group has any near these dates, the groups of the
 * stores are not looked at.
 */
async function readOfGroups(
  client: PoolClient,
  range: SpecialHoursRange,
  readRow: ReadRow,
): Promise<ReadonlyMap<string, readonly SpecialHoursOfGroup[]>> {
  const { rows } = await client.query<[string, string, ...CompactSpecialHours]>({
    text: `
      with of_stores as materialized (
        select distinct kind, value from store_group
        where exists (select from group_special_hours where date between $4 and $5)
          and store_key between $1 and $2 and ${holdsAsOf('store_group', '$3')})
      select group_kind, group_value, ${COMPACT_SPECIAL_HOURS_COLUMNS}
      from of_stores join group_special_hours on group_kind = kind and group_value = value
      where ${holdsAsOf('group_special_hours', '$3')} and date between $4 and $5
      order by group_kind, group_value, date`,
    values: [range.fromKey, range.toKey, range.dataVersion, ...datesOf(range)],
    rowMode: 'array',
  });
  const found = rows.map(([kind, value, ...row]) => ({ group: { kind, value }, ...readRow(row) }));
  return Map.groupBy(found, ({ group }) => formatGroup(group));
}

/** Reads which stores of a range are in some groups. */
async function readMembers(
  client: PoolClient,
  { fromKey, toKey, dataVersion }: SpecialHoursRange,
  groups: ReadonlyMap<string, unknown>,
): Promise<[storeKey: number, groups: string[]][]> {
  const { rows } = await client.query<[number, string[]]>({
    text: `
      select store_key, array_agg(kind || ':' || value order by kind) from store_group
      where store_key between $1 and $2 and ${holdsAsOf('store_group', '$3')} and kind || ':' || value = any ($4)
      group by store_key`,
    values: [fromKey, toKey, dataVersion, [...groups.keys()]],
    rowMode: 'array',
  });
  return rows;
}

/** The first and the last date. `previous` may look at a poll of any time before, so it needs all dates up to the last one. */
function datesOf({ pollsFrom, asOf, interpolation, askedAhead }: SpecialHoursRange): [first: string, last: string] {
  const first = interpolation === 'previous' ? '-infinity' : formatLocalDate(firstDate(pollsFrom));
  return [first, formatLocalDate(lastDate(asOf + askedAhead))];
}
