import type { PoolClient } from 'pg';
import { formatInstant, type Instant } from '../../domain/time/instant.js';

/** The data that a report was computed from. */
export interface ReportedData {
  readonly dataVersion: number;
  /** The report reads polls from here to `asOf`. */
  readonly pollsFrom: Instant;
  readonly asOf: Instant;
  /** Null: every store. */
  readonly storeIds: readonly string[] | null;
}

/** The changes to that data since then. */
export interface ReportChanges {
  /** New or corrected polls. */
  readonly polls: number;
  /** New and deleted stores, and stores with other business hours, other special hours or another time zone. */
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

function commonParameters({ dataVersion, storeIds }: ReportedData): unknown[] {
  return [dataVersion, storeIds];
}

const IS_IN_REPORT = `($2::text[] is null or exists (select from store where key = store_key and external_id = any ($2)))`;

/** A poll that was corrected and corrected back has not changed. */
const CHANGED_POLLS = `
  select count(*)::integer as count from poll
  where since_version > $1 and until_version is null and at between $4 and $3 and ${IS_IN_REPORT}
    and not exists (
      select from poll earlier
      where earlier.store_key = poll.store_key and earlier.at = poll.at and earlier.active = poll.active
        and earlier.since_version <= $1 and earlier.until_version > $1)`;

const CHANGED_STORES = `
  select count(distinct external_id)::integer as count
  from (
    select key as store_key from store
    where since_version > $1 and deleted_version is null or since_version <= $1 and deleted_version > $1
    union all
    select store_key from business_hours
    where since_version > $1 and until_version is null or since_version <= $1 and until_version > $1
    union all
    select store_key from special_hours
    where since_version > $1 and until_version is null or since_version <= $1 and until_version > $1
    union all
    select store_key from store_time_zone
    where since_version > $1 and until_version is null or since_version <= $1 and until_version > $1
  ) changed
  join store on key = store_key
  where $2::text[] is null or external_id = any ($2)`;

async function count(client: PoolClient, sql: string, values: unknown[]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(sql, values);
  return rows[0]!.count;
}
