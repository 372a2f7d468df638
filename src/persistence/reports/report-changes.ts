import type { PoolClient } from 'pg';
import { holdsAsOf } from '../connection/data-version.js';
import type { Group } from '../../domain/groups/group.js';
import { formatInstant, type Instant } from '../../domain/time/instant.js';

/** The data that a report was computed from. */
export interface ReportedData {
  readonly dataVersion: number;
  /** The report reads polls from here to `asOf`. */
  readonly pollsFrom: Instant;
  readonly asOf: Instant;
  /** Null: every store, or those of `group`. */
  readonly storeIds: readonly string[] | null;
  /** Null: no group. */
  readonly group: Group | null;
}

/** The changes to that data since then. */
export interface ReportChanges {
  /** New or corrected polls. */
  readonly polls: number;
  /** New and deleted stores, and stores with other hours, special hours, closures (also of a group), time zone, groups, target or value. */
  readonly stores: number;
}

/**
 * Counts the changes to a report's data since it was computed. The data versions show first whether there can be any: in
 * most hours, only newer polls were imported, and nothing needs to be counted.
 */
export async function changesSince(client: PoolClient, data: ReportedData): Promise<ReportChanges> {
  const { rows } = await client.query<{ polls: boolean; stores: boolean }>(
    `select coalesce(bool_or(polls_from <= $2 and polls_to >= $3), false) as polls, count(*) > 0 as stores
     from data_version where version > $1`,
    [data.dataVersion, formatInstant(data.asOf), formatInstant(data.pollsFrom)],
  );
  const { polls, stores } = rows[0]!;
  return {
    polls: polls
      ? await count(client, CHANGED_POLLS, [
          ...commonParameters(data),
          formatInstant(data.asOf),
          formatInstant(data.pollsFrom),
        ])
      : 0,
    stores: stores ? await count(client, CHANGED_STORES, commonParameters(data)) : 0,
  };
}

function commonParameters({ dataVersion, storeIds, group }: ReportedData): unknown[] {
  return [dataVersion, storeIds, group?.kind ?? null, group?.value ?? null];
}

/** Whether `store` is one of the report's: of a group, also one that has come into it since. */
const IS_IN_REPORT = `
  ($2::text[] is null or external_id = any ($2))
  and ($3::text is null or exists (
    select from store_group member
    where member.store_key = store.key and kind = $3 and value = $4 and (until_version is null or until_version > $1)))`;

/** A poll that was corrected and corrected back has not changed. */
const CHANGED_POLLS = `
  select count(*)::integer as count from poll
  where since_version > $1 and until_version is null and at between $6 and $5
    and exists (select from store where key = store_key and ${IS_IN_REPORT})
    and not exists (
      select from poll earlier
      where earlier.store_key = poll.store_key and earlier.at = poll.at and earlier.active = poll.active
        and earlier.since_version <= $1 and earlier.until_version > $1)`;

/** Whether a versioned row is there now and was not then, or the other way round. */
const isChanged = (table: string) => `
  (${table}.since_version > $1 and ${table}.until_version is null
    or ${table}.since_version <= $1 and ${table}.until_version > $1)`;

/** Whether a versioned row was there then, or is now. */
const wasOrIs = (table: string) => `
  (${table}.until_version is null or ${table}.since_version <= $1 and ${table}.until_version > $1)`;

const IN_GROUP_OF_CLOSURE = 'store_group.kind = closure.group_kind and store_group.value = closure.group_value';

/** The stores that a changed closure is about. Those that came to a group, or left it, count for that. */
const STORES_OF_CHANGED_CLOSURES = `
  select store_key from closure where store_key is not null and ${isChanged('closure')}
  union all
  select store_group.store_key from closure join store_group on ${IN_GROUP_OF_CLOSURE}
  where ${isChanged('closure')} and ${wasOrIs('store_group')}
  union all
  select key from store
  where deleted_version is null
    and exists (select from closure where store_key is null and group_kind is null and ${isChanged('closure')})`;

/** The stores of a group whose special hours changed, on whatever date. Those that came to it, or left it, count for that. */
const STORES_OF_CHANGED_GROUPS = `
  select store_group.store_key
  from group_special_hours join store_group on store_group.kind = group_kind and store_group.value = group_value
  where ${isChanged('group_special_hours')} and ${wasOrIs('store_group')}`;

const CURRENT_TARGETS = '(select * from target where until_version is null)';
const REPORTED_TARGETS = `(select * from target where ${holdsAsOf('target', '$1')})`;

const HAS_OWN_TARGET = `exists (
  select from store_attribute where store_key = key and target is not null and store_attribute.until_version is null)`;

const HAS_TARGET_BY_GROUP = `exists (
  select from store_group join ${CURRENT_TARGETS} aim using (kind, value)
  where store_key = key and store_group.until_version is null)`;

/** The stores without a target of their own for which that of a group, or else the default, is another one by now. */
const STORES_OF_CHANGED_TARGETS = `
  select key from store
  where deleted_version is null and not ${HAS_OWN_TARGET}
    and (
      exists (
        select from store_group
        join (
          select kind, value from ${CURRENT_TARGETS} now full join ${REPORTED_TARGETS} reported using (kind, value)
          where now.target is distinct from reported.target
        ) aim using (kind, value)
        where store_key = key and store_group.until_version is null)
      or not ${HAS_TARGET_BY_GROUP}
        and (select target from ${CURRENT_TARGETS} now where kind is null)
          is distinct from (select target from ${REPORTED_TARGETS} reported where kind is null))`;

const CHANGED_STORES = `
  select count(distinct external_id)::integer as count
  from (
    select key as store_key from store
    where since_version > $1 and deleted_version is null or since_version <= $1 and deleted_version > $1
    union all
    select store_key from business_hours where ${isChanged('business_hours')}
    union all
    select store_key from special_hours where ${isChanged('special_hours')}
    union all
    select store_key from store_group where ${isChanged('store_group')}
    union all
    select store_key
    from (select * from store_attribute where until_version is null) now
    full join (select * from store_attribute where ${holdsAsOf('store_attribute', '$1')}) reported using (store_key)
    where (now.target, now.value_per_hour) is distinct from (reported.target, reported.value_per_hour)
    union all
    ${STORES_OF_CHANGED_GROUPS}
    union all
    ${STORES_OF_CHANGED_TARGETS}
    union all
    ${STORES_OF_CHANGED_CLOSURES}
    union all
    select store_key from store_time_zone where ${isChanged('store_time_zone')}
  ) changed
  join store on key = store_key
  where ${IS_IN_REPORT}`;

async function count(client: PoolClient, sql: string, values: unknown[]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(sql, values);
  return rows[0]!.count;
}
