import { idsOf, type StoreScope } from '../../domain/access/store-scope.js';
import type { StoreAim } from '../../domain/fleet/fleet-groups.js';
import type { Target } from '../../domain/groups/target.js';
import type { Database } from '../connection/database.js';
import { holdsAsOf } from '../connection/data-version.js';
import { inScopeSql } from '../stores/in-scope.js';
import { aimsSql, defaultTargetSql } from './report-targets.js';

/** The aims of all stores. */
export interface Aims {
  readonly ofStores: ReadonlyMap<string, StoreAim>;
  /** The target of the others. */
  readonly defaultTarget: Target | null;
}

/** The groups and targets of all stores, as of a data version. */
export class FleetGroupRepository {
  constructor(private readonly database: Database) {}

  /** Returns the kinds of which stores of a scope have a value, ordered as bytes. */
  async kinds(dataVersion: number, scope: StoreScope): Promise<string[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ kind: string }>(
        `select distinct kind from store_group join store on key = store_key
         where ${holdsAsOf('store_group', '$1')} and ${inScopeSql('$2')}
         order by kind`,
        [dataVersion, idsOf(scope)],
      ),
    );
    return rows.map(({ kind }) => kind);
  }

  /** Returns the value of a kind that each store has, by the store's id. */
  async values(kind: string, dataVersion: number): Promise<Map<string, string>> {
    const { rows } = await this.database.withClient((client) =>
      client.query<[string, string]>({
        text: `
          select external_id, value from store_group join store on key = store_key
          where kind = $1 and ${holdsAsOf('store_group', '$2')}`,
        values: [kind, dataVersion],
        rowMode: 'array',
      }),
    );
    return new Map(rows);
  }

  /** Returns the targets that were set for groups of a kind, by their value. */
  async targets(kind: string, dataVersion: number): Promise<Map<string, Target>> {
    const { rows } = await this.database.withClient((client) =>
      client.query<[string, number]>({
        text: `select value, target::float8 from target where kind = $1 and ${holdsAsOf('target', '$2')}`,
        values: [kind, dataVersion],
        rowMode: 'array',
      }),
    );
    return new Map(rows);
  }

  async aims(dataVersion: number): Promise<Aims> {
    return this.database.withClient(async (client) => {
      const { rows } = await client.query<[string, number | null, number | null]>({
        text: `
          select external_id, target::float8, value_per_hour::float8
          from ${aimsSql('$1', 'true')} join store on key = store_key`,
        values: [dataVersion],
        rowMode: 'array',
      });
      const { rows: defaults } = await client.query<{ target: Target | null }>(
        `select ${defaultTargetSql('$1')}::float8 as target`,
        [dataVersion],
      );
      const defaultTarget = defaults[0]!.target;
      return {
        ofStores: new Map(
          rows.map(([id, target, valuePerHour]) => [id, { target: target ?? defaultTarget, valuePerHour }]),
        ),
        defaultTarget,
      };
    });
  }
}
