import { DuckDBInstance } from '@duckdb/node-api';
import path from 'node:path';
import { DAY, HOUR, type Instant, type Microseconds } from '../../src/domain/time/instant.js';
import { DEFAULT_TIME_ZONE, zoneOffsets } from '../../src/domain/time-zones/zone-offsets.js';

/** A period in which a zone has one offset from UTC. */
type OffsetPeriod = [zone: string, starts: Instant, ends: Instant, offset: Microseconds];

/** Longer than any report of a benchmark looks back or ahead. */
const YEAR = 366 * DAY;

/**
 * Fills a database file of DuckDB with the CSVs of `generateData`, as somebody would who asks it often: typed, with numbers for
 * stores, and polls sorted by store and instant.
 */
export async function fillDuckDb(file: string, dataDir: string, asOf: Instant): Promise<void> {
  const csv = (name: string) => `read_csv('${path.join(dataDir, name).replaceAll("'", "''")}', all_varchar = true)`;
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    await connection.run(`
      create table store as
      select row_number() over (order by store_id)::integer as store_key, store_id, coalesce(timezone_str, '${DEFAULT_TIME_ZONE}') as zone
      from (
        select distinct store_id from ${csv('store_status.csv')} union select store_id from ${csv('menu_hours.csv')}
        union select store_id from ${csv('timezones.csv')}
      )
      left join ${csv('timezones.csv')} using (store_id)`);
    await connection.run(`
      create table hours as
      select store_key, day::integer as day_of_week, epoch_us(start_time_local::time) as opens, epoch_us(end_time_local::time) as closes
      from ${csv('menu_hours.csv')} join store using (store_id)`);
    await connection.run(`
      create table poll as
      select store_key, epoch_us(replace(timestamp_utc, ' UTC', '')::timestamp) as polled_at, status = 'active' as active
      from ${csv('store_status.csv')} join store using (store_id)
      order by store_key, polled_at`);
    const zones = (await connection.runAndReadAll('select distinct zone from store'))
      .getRows()
      .map(([zone]) => String(zone));
    const periods = zones.flatMap((zone) => offsetPeriods(zone, asOf - YEAR, asOf + YEAR));
    const values = periods.map(([zone, ...numbers]) => `('${zone}', ${numbers.join(', ')})`);
    await connection.run(`
      create table zone_offset as
      select zone, starts::bigint as starts, ends::bigint as ends, utc_offset::bigint as utc_offset
      from (values ${values.join(', ')}) as given (zone, starts, ends, utc_offset)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The first and the last period are without end. Changes of offset are on whole minutes of an hour's quarter; all since 1972 are. */
function offsetPeriods(zone: string, from: Instant, to: Instant): OffsetPeriod[] {
  const offsets = zoneOffsets(zone);
  const step = HOUR / 4;
  const periods: OffsetPeriod[] = [];
  let [starts, offset] = [-1e17, offsets.offsetAt(from)];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    if (offsets.offsetAt(at) === offset) continue;
    periods.push([zone, starts, at, offset]);
    [starts, offset] = [at, offsets.offsetAt(at)];
  }
  return [...periods, [zone, starts, 1e17, offset]];
}
