import { DAY, HOUR, MINUTE, type Instant, type Microseconds } from '../../src/domain/time/instant.js';

/** What a report on all stores asks for: the last hour, day and week, by the nearest poll. */
export interface UptimeQuestion {
  readonly asOf: Instant;
  readonly reach: Microseconds;
}

/** As the calendar of the product does: a local date is at most a day from the UTC date, and its last closing a day later. */
const DAYS_BEFORE = 3;
const DAYS_AFTER = 2;

const WINDOWS = [HOUR, DAY, 7 * DAY];

/**
 * The SQL by which DuckDB answers the question of a report from the tables of `duckdb-tables.ts`: rules 1 to 12. All times are
 * microseconds. One row for each store: its id, then the time up, down and unobserved of each window.
 */
export function uptimeQuery({ asOf, reach }: UptimeQuestion): string {
  const pollsFrom = asOf - Math.max(...WINDOWS) - reach;
  const firstDay = Math.floor(pollsFrom / DAY) - DAYS_BEFORE;
  const lastDay = Math.floor(asOf / DAY) + DAYS_AFTER;
  const sums = WINDOWS.map((length, w) => {
    const within = `greatest(0, least(ends, ${asOf}) - greatest(starts, ${asOf - length}))`;
    return `coalesce(sum(${within}) filter (active), 0) as up_${w}, coalesce(sum(${within}) filter (not active), 0) as down_${w}`;
  });
  const opens = WINDOWS.map(
    (length, w) => `sum(greatest(0, least(ends, ${asOf}) - greatest(starts, ${asOf - length}))) as open_${w}`,
  );
  const states = ['up', 'down', 'unobserved'].flatMap((state) =>
    WINDOWS.map((_, w) => {
      const [up, down] = [`coalesce(up_${w}, 0)`, `coalesce(down_${w}, 0)`];
      const value = { up, down, unobserved: `coalesce(open_${w}, 0) - ${up} - ${down}` }[state]!;
      return `(${value})::bigint as ${state}_${w}`;
    }),
  );
  return `
    with local_interval as (
      select hours.store_key, zone, day * ${DAY} + opens as opens,
        day * ${DAY} + case when closes >= ${23 * HOUR + 59 * MINUTE} then ${DAY} when closes <= opens then closes + ${DAY} else closes end as closes
      from range(${firstDay}, ${lastDay + 1}) days (day)
      join hours on day_of_week = (day + 3) % 7
      join store using (store_key)
    ),
    local_time as (
      select zone, opens as local from local_interval union select zone, closes from local_interval
    ),
    -- A local time that occurs twice is its first occurrence; one that is skipped moves forward by the gap.
    instant as (
      select local_time.zone, local,
        case when local - greatest(before.utc_offset, later.utc_offset) between earliest.starts and earliest.ends - 1
            and earliest.utc_offset = greatest(before.utc_offset, later.utc_offset)
          then local - greatest(before.utc_offset, later.utc_offset)
          when latest.utc_offset = least(before.utc_offset, later.utc_offset) then local - least(before.utc_offset, later.utc_offset)
          else local - before.utc_offset
        end as resolved
      from local_time
      join zone_offset before on before.zone = local_time.zone and local - ${DAY} >= before.starts and local - ${DAY} < before.ends
      join zone_offset later on later.zone = local_time.zone and local + ${DAY} >= later.starts and local + ${DAY} < later.ends
      join zone_offset earliest on earliest.zone = local_time.zone
        and local - greatest(before.utc_offset, later.utc_offset) >= earliest.starts
        and local - greatest(before.utc_offset, later.utc_offset) < earliest.ends
      join zone_offset latest on latest.zone = local_time.zone
        and local - least(before.utc_offset, later.utc_offset) >= latest.starts
        and local - least(before.utc_offset, later.utc_offset) < latest.ends
    ),
    by_hours as (
      select store_key, opening.resolved as starts, closing.resolved as ends
      from local_interval
      join instant opening on opening.zone = local_interval.zone and opening.local = opens
      join instant closing on closing.zone = local_interval.zone and closing.local = closes
      where opening.resolved < closing.resolved
    ),
    merged as (
      select store_key, min(starts) as starts, max(ends) as ends
      from (
        select *, sum(begins) over (partition by store_key order by starts, ends rows unbounded preceding) as number
        from (
          select *, (starts > coalesce(max(ends) over (
            partition by store_key order by starts, ends rows between unbounded preceding and 1 preceding), -1))::integer as begins
          from by_hours
        )
      )
      group by store_key, number
    ),
    open as (
      select * from merged where starts <= ${asOf} and ends > ${pollsFrom}
      union all
      select store_key, ${pollsFrom - 400 * DAY}, ${asOf + 400 * DAY} from store
      where not exists (select 1 from hours where hours.store_key = store.store_key)
    ),
    counted as (
      select poll.store_key, polled_at, active, open.starts, open.ends
      from poll asof join open on poll.store_key = open.store_key and polled_at >= open.starts
      where polled_at between ${pollsFrom} and ${asOf} and polled_at < open.ends
    ),
    covered as (
      select store_key, active,
        greatest(polled_at - ${reach}, coalesce(before + (polled_at - before) // 2, starts)) as starts,
        least(polled_at + ${reach}, coalesce(polled_at + (next - polled_at) // 2, ends)) as ends
      from (
        select *, lag(polled_at) over nearby as before, lead(polled_at) over nearby as next
        from counted
        window nearby as (partition by store_key, starts order by polled_at)
      )
    ),
    observed as (select store_key, ${sums.join(', ')} from covered group by store_key),
    possible as (select store_key, ${opens.join(', ')} from open group by store_key)
    select store_id, ${states.join(', ')}
    from store left join observed using (store_key) left join possible using (store_key)
    order by store_id`;
}
