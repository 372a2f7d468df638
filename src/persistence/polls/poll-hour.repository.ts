import { idsOf, type StoreScope } from '../../domain/access/store-scope.js';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import type { Interval } from '../../domain/uptime/intervals.js';
import { currentDataVersion } from '../connection/data-version.js';
import type { Database } from '../connection/database.js';
import { instantFromSql } from '../connection/instant-type.js';
import { inScopeSql } from '../stores/in-scope.js';
import { pollsKeptFrom } from './poll-retention.js';

/** How many polls there are in an hour, and of how many stores. */
export interface PollHour {
  /** The start of the hour, UTC. */
  readonly hour: Instant;
  readonly polls: number;
  readonly stores: number;
}

/** What the numbers of polls depend on. */
export interface PollState {
  readonly dataVersion: number;
  readonly newestPollAt: Instant;
  /** Null: no polls were ever dropped. */
  readonly keptFrom: Instant | null;
}

/** Counts polls by the hour. */
export class PollHourRepository {
  constructor(private readonly database: Database) {}

  /** Returns null if there are no polls. */
  async state(): Promise<PollState | null> {
    return this.database.withClient(async (client) => {
      const data = await currentDataVersion(client);
      if (data?.newestPollAt == null) return null;
      const keptFrom = await pollsKeptFrom(client);
      return { dataVersion: data.version, newestPollAt: data.newestPollAt, keptFrom };
    });
  }

  /** Returns the spans in which the polls of two data versions may differ; both ends are included. */
  async changed(sinceVersion: number, untilVersion: number): Promise<Interval[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<[string | null, string | null]>({
        // That a store was deleted may concern any hour. So may a version from before spans were recorded.
        text: `
          select distinct nullif(polls_from, '-infinity'), nullif(polls_to, 'infinity') from data_version
          where version > $1 and version <= $2 and (polls_from is not null or kind is null or kind = 'stores')`,
        values: [sinceVersion, untilVersion],
        rowMode: 'array',
      }),
    );
    return rows.map(([from, to]) => ({
      from: from === null ? -Infinity : instantFromSql(from),
      to: to === null ? Infinity : instantFromSql(to),
    }));
  }

  /** Counts the polls of a scope as of a data version. Hours without any are left out. The bounds are whole hours. */
  async count({ from, to }: Interval, dataVersion: number, scope: StoreScope): Promise<PollHour[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ hour: string; polls: number; stores: number }>(
        // Store by store, since the index of polls begins with the store.
        `select hour, sum(polls)::integer as polls, count(*)::integer as stores
         from store
         cross join lateral (
           select date_bin('1 hour', at, '1970-01-01Z') as hour, count(*) as polls from poll
           where store_key = store.key and at >= $1 and at < $2
             and since_version <= $3 and (until_version is null or until_version > $3)
           group by 1
         ) hours
         where since_version <= $3 and (deleted_version is null or deleted_version > $3) and ${inScopeSql('$4')}
         group by hour`,
        [formatInstant(from), formatInstant(to), dataVersion, idsOf(scope)],
      ),
    );
    return rows.map(({ hour, ...counts }) => ({ hour: instantFromSql(hour), ...counts }));
  }
}
