import { idsOf, type StoreScope } from '../../domain/access/store-scope.js';
import type { SpecialHours } from '../../domain/calendar/calendar.js';
import type { Group } from '../../domain/groups/group.js';
import { formatLocalDate, type LocalDate } from '../../domain/time/local-date.js';
import type { Database } from '../connection/database.js';
import { inScopeSql } from '../stores/in-scope.js';
import { SPECIAL_HOURS_COLUMNS, toSpecialHours, type DateRange, type SpecialHoursColumns } from './special-hours.js';

/** The special hours of a group on a date, and how many stores it has. */
export interface GroupDate {
  readonly group: Group;
  readonly stores: number;
  readonly hours: SpecialHours;
}

/** The stores that have special hours of their own on a date, for one reason: closed, or with other hours. */
export interface StoresDate {
  readonly date: LocalDate;
  readonly isClosed: boolean;
  readonly reason: string | null;
  readonly stores: number;
  /** The first of them, by id. */
  readonly example: string;
}

/** The special hours of the whole fleet, as of the newest data version. */
export class FleetCalendarRepository {
  constructor(private readonly database: Database) {}

  /** Returns the special hours of groups that have stores of a scope, by date, kind and value. */
  async ofGroups({ from, to }: DateRange, scope: StoreScope): Promise<GroupDate[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<[kind: string, value: string, stores: number, ...SpecialHoursColumns]>({
        text: `
          select group_kind, group_value, stores, ${SPECIAL_HOURS_COLUMNS}
          from group_special_hours
          join (
            select kind, value, count(*)::integer as stores
            from store_group join store on key = store_key
            where until_version is null and ${inScopeSql('$3')}
            group by kind, value
          ) members on kind = group_kind and value = group_value
          where until_version is null and date between $1 and $2
          order by date, group_kind, group_value`,
        values: [formatLocalDate(from), formatLocalDate(to), idsOf(scope)],
        rowMode: 'array',
      }),
    );
    return rows.map(([kind, value, stores, ...columns]) => {
      return { group: { kind, value }, stores, hours: toSpecialHours(columns) };
    });
  }

  /** Counts the special hours of stores of a scope by date, closed or not, and reason: up to `limit`, of each date the most first. */
  async ofStores({ from, to }: DateRange, scope: StoreScope, limit: number): Promise<StoresDate[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<StoresDate>(
        `select date - date '1970-01-01' as date, cardinality(opens) = 0 as "isClosed", special_hours.reason,
           count(*)::integer as stores, min(external_id) as example
         from special_hours join store on key = store_key
         where until_version is null and date between $1 and $2 and ${inScopeSql('$3')}
         group by 1, 2, 3
         order by 1, 4 desc, 2 desc, 3
         limit $4`,
        [formatLocalDate(from), formatLocalDate(to), idsOf(scope), limit],
      ),
    );
    return rows;
  }
}
