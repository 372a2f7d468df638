import type { PoolClient } from 'pg';
import { isMemberSql } from '../groups/group-members.js';

/** What a report has of some stores. */
export interface ReportShare {
  /** Those of the stores that the report is on, ordered. */
  readonly storeIds: readonly string[];
  readonly storesDone: number;
  readonly storesFailed: number;
  readonly storesWithAssumedTimeZone: number;
}

/** Returns what a pinned report has of some stores. */
export async function readReportShare(
  client: PoolClient,
  reportId: string,
  storeIds: readonly string[],
): Promise<ReportShare> {
  const { rows } = await client.query<ReportShare>(
    `select coalesce(array_agg(external_id order by external_id), '{}') as "storeIds",
       count(report_row.report_id)::integer as "storesDone",
       count(report_row.error)::integer as "storesFailed",
       count(*) filter (where report_row.time_zone_assumed)::integer as "storesWithAssumedTimeZone"
     from report
     join store on store.since_version <= data_version and (deleted_version is null or deleted_version > data_version)
     left join report_row on report_row.report_id = report.report_id and store_key = key
     where report.report_id = $1 and external_id = any ($2)
       and (store_ids is null or external_id in (select jsonb_array_elements_text(store_ids)))
       and ${isMemberSql('group_kind', 'group_value', 'data_version')}`,
    [reportId, storeIds],
  );
  return rows[0]!;
}
