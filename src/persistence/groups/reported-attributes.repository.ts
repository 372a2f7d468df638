import { idsOf, type StoreScope } from '../../domain/access/store-scope.js';
import { targetOf, type Target } from '../../domain/groups/target.js';
import type { Database } from '../connection/database.js';
import { inScopeSql } from '../stores/in-scope.js';
import { defaultTargetSql } from './report-targets.js';
import { holdsAsOf } from '../connection/data-version.js';

/** What was said of a store as of a data version, with the target that counts for it. Rules 23 and 25. */
export interface ReportedAttributes {
  readonly name: string | null;
  readonly groups: Readonly<Record<string, string>>;
  readonly target: Target | null;
  readonly valuePerHour: number | null;
}

interface AttributeRow {
  readonly store_id: string;
  readonly name: string | null;
  readonly own: Target | null;
  readonly value_per_hour: number | null;
  readonly groups: Record<string, string> | null;
  readonly of_groups: Target[] | null;
  readonly by_default: Target | null;
}

/** SQL for the kinds of groups that any store ever had: one step of the index for each. */
const EVERY_KIND = `
  with recursive every_kind (kind) as (
    (select kind from store_group order by kind limit 1)
    union all
    select (select store_group.kind from store_group where store_group.kind > every_kind.kind order by kind limit 1)
    from every_kind where kind is not null
  )`;

/** Reads the attributes of stores as of a data version. */
export class ReportedAttributesRepository {
  constructor(private readonly database: Database) {}

  /** Whether any store was ever in a group. */
  async hasGroups(): Promise<boolean> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ has: boolean }>('select exists (select from store_group) as has'),
    );
    return rows[0]!.has;
  }

  /** Returns the attributes of some stores by id; of those that were known at the version. */
  async asOf(storeIds: readonly string[], dataVersion: number): Promise<ReadonlyMap<string, ReportedAttributes>> {
    const { rows } = await this.database.withClient((client) =>
      client.query<AttributeRow>(
        `select external_id as store_id, name, own.target::float8 as own, value_per_hour::float8,
           groups, of_groups, ${defaultTargetSql('$2')}::float8 as by_default
         from store
         left join store_attribute own on own.store_key = key and ${holdsAsOf('own', '$2')}
         left join lateral (
           select jsonb_object_agg(kind, value order by kind) as groups,
             array_agg(target.target::float8) filter (where target.target is not null) as of_groups
           from store_group
           left join (select * from target where ${holdsAsOf('target', '$2')}) target using (kind, value)
           where store_group.store_key = key and ${holdsAsOf('store_group', '$2')}
         ) member on true
         where external_id = any ($1) and store.since_version <= $2 and (deleted_version is null or deleted_version > $2)`,
        [storeIds, dataVersion],
      ),
    );
    return new Map(rows.map((row) => [row.store_id, toAttributes(row)]));
  }

  /** Returns the kinds of groups of those stores of a complete report that are in a scope, ordered as bytes. */
  async kindsOf(reportId: string, dataVersion: number, scope: StoreScope): Promise<string[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ kind: string }>(
        `${EVERY_KIND}
         select kind from every_kind
         where kind is not null and exists (
           select from store_group
           join report_row on report_row.report_id = $1 and report_row.store_key = store_group.store_key
           join store on store.key = store_group.store_key
           where store_group.kind = every_kind.kind and ${holdsAsOf('store_group', '$2')} and ${inScopeSql('$3')})
         order by kind`,
        [reportId, dataVersion, idsOf(scope)],
      ),
    );
    return rows.map(({ kind }) => kind);
  }
}

function toAttributes({ name, own, value_per_hour, groups, of_groups, by_default }: AttributeRow): ReportedAttributes {
  return {
    name,
    groups: groups ?? {},
    target: targetOf(own, of_groups ?? [], by_default),
    valuePerHour: value_per_hour,
  };
}
