import { holdsAsOf } from '../connection/data-version.js';

/**
 * SQL for a table `aim` of the stores that have a target or a value as of the data version in a parameter: `store_key`, `target`
 * and `value_per_hour`. Other stores have the target of `defaultTargetSql`. `isAsked` selects by `store_key`. Rule 25.
 */
export function aimsSql(version: string, isAsked: string): string {
  return `(
    select store_key, coalesce(own.target, of_groups.target) as target, value_per_hour
    from (
      select store_key, target, value_per_hour from store_attribute
      where ${isAsked} and (target is not null or value_per_hour is not null) and ${holdsAsOf('store_attribute', version)}
    ) own
    full join (
      select store_key, max(target.target) as target
      from store_group join target using (kind, value)
      where ${isAsked} and ${holdsAsOf('store_group', version)} and ${holdsAsOf('target', version)}
      group by store_key
    ) of_groups using (store_key)) aim`;
}

/** SQL for the default target as of the data version in a parameter; null if there is none. */
export function defaultTargetSql(version: string): string {
  return `(select target.target from target where kind is null and ${holdsAsOf('target', version)})`;
}

/** SQL for whether a window missed a target: rule 25. Null where nothing was observed, or without a target. */
export function missedSql(up: string, down: string, target: string): string {
  return `(${down}::numeric * 100 > (100 - ${target}) * nullif(${up} + ${down}, 0))`;
}

/** SQL for what downtime has cost, in hundredths, rounded half up. */
export function lostHundredthsSql(down: string, valuePerHour: string): string {
  return `round(${down}::numeric * ${valuePerHour} * 100 / 3600000000)`;
}
