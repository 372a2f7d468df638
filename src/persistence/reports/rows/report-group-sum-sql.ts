import type { GroupFigures } from '../../../domain/groups/group-figures.js';
import { aimsSql, defaultTargetSql, lostHundredthsSql, missedSql } from '../../groups/report-targets.js';
import { holdsAsOf } from '../../connection/data-version.js';
import { ONGOING } from './report-outage.repository.js';

/** The columns of `GROUP_SUMS` after the value, as text: sums of many stores are beyond what a number is exact to. */
export type SummedColumns = readonly (string | null)[];

const IS_ASKED = 'store_key between $5::integer and $6::integer';

/**
 * SQL for the sums of the rows of report $1 by the groups of kind $3, as of data version $2: window $4, from 1, of the stores with
 * keys from $5 to $6 whose ids are in $7, or of all if that is null.
 */
export const GROUP_SUMS = `
  select value, count(*)::text, count(error)::text, (count(*) filter (where state = 'd'))::text,
    (count(*) filter (where state = 'u'))::text, sum(up)::text, sum(down)::text, sum(unobserved)::text, sum(excused)::text,
    sum(outages)::text, sum(ended)::text, sum(ended_open)::text, max(longest)::text,
    (count(*) filter (where not missed))::text, (count(*) filter (where missed))::text,
    sum(floor((100 - aimed) * nullif(up + down, 0) / 100) - down)::text, sum(lost)::text
  from (
    select store_key, error, state, up_us[$4] as up, down_us[$4] as down, unobserved_us[$4] as unobserved,
      coalesce(excused_us[$4], 0) as excused, cardinality(outages_open_us) as outages, outages_open_us[1] as longest,
      outages_open_us, outages_marks
    from report_row
    where report_id = $1 and ${IS_ASKED}
      and ($7::text[] is null or exists (select from store where key = store_key and external_id = any ($7)))
  ) row
  left join (
    select store_key, value from store_group
    where kind = $3 and ${IS_ASKED} and ${holdsAsOf('store_group', '$2::integer')}
  ) member using (store_key)
  left join ${aimsSql('$2', IS_ASKED)} using (store_key)
  cross join lateral (select coalesce(target, ${defaultTargetSql('$2')}) as aimed) counted
  cross join lateral (
    select ${missedSql('up', 'down', 'aimed')} as missed, ${lostHundredthsSql('down', 'value_per_hour')} as lost
  ) compared
  left join lateral (
    select count(*) as ended, sum(open) as ended_open
    from unnest(outages_open_us, outages_marks) as outage (open, marks)
    where marks & ${ONGOING} = 0
  ) repaired on outages > 0
  group by value`;

export function toFigures(columns: SummedColumns): GroupFigures {
  const sum = (column: number) => BigInt(columns[column] ?? 0);
  return {
    stores: sum(0),
    storesFailed: sum(1),
    downNow: sum(2),
    unobservedNow: sum(3),
    uptime: { up: sum(4), down: sum(5), unobserved: sum(6), excused: sum(7) },
    outages: sum(8),
    outagesEnded: sum(9),
    endedOpen: sum(10),
    longestOutage: sum(11),
    met: sum(12),
    missed: sum(13),
    budgetLeft: sum(14),
    lost: sum(15),
  };
}

/** Figures as JSON, each number as a text. */
export type WrittenFigures = {
  readonly [Name in keyof GroupFigures]: GroupFigures[Name] extends bigint
    ? string
    : Readonly<Record<keyof GroupFigures[Name], string>>;
};

export function figuresFromJson({ uptime, ...sums }: WrittenFigures): GroupFigures {
  return { ...toBigInts(sums), uptime: toBigInts(uptime) };
}

function toBigInts<Name extends string>(texts: Readonly<Record<Name, string>>): Record<Name, bigint> {
  return Object.fromEntries(Object.entries<string>(texts).map(([name, text]) => [name, BigInt(text)])) as Record<
    Name,
    bigint
  >;
}
