import type { PoolClient } from 'pg';
import { SYSTEM } from '../../domain/access/actor.js';
import type { FileKind, ImportFindings } from '../../domain/import.js';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import { recordAuditEvent } from '../access/audit-event.repository.js';
import type { MergeResult } from './merge.js';

/** The result of an import that merged its rows. */
export interface CompletedImport extends MergeResult, ImportFindings {
  readonly kind: FileKind;
  readonly rowsRead: number;
  readonly rejected: number;
  readonly sha256: string | null;
  /** Null if the file was not read. */
  readonly storesWithAssumedTimeZone: number | null;
  readonly finishedAt: Instant;
}

/**
 * Locks an import until the transaction ends, so that it is not done twice at the same time. Returns false if it has ended
 * already. Its row stays free: progress is updated from outside of the transaction.
 */
export async function claimImport(client: PoolClient, importId: string): Promise<boolean> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [importId]);
  const { rowCount } = await client.query(`select from import where import_id = $1 and status = 'Running'`, [importId]);
  return rowCount === 1;
}

/** Completes a claimed import in the transaction that merges its rows. If that changed something, it is in the audit trail. */
export async function completeImport(client: PoolClient, importId: string, result: CompletedImport): Promise<void> {
  await client.query(
    `update import
     set status = 'Complete', kind = $2, bytes_read = bytes, rows_read = $3, inserted = $4, unchanged = $5, corrected = $6,
       rejected = $7, data_version = $8, as_of_version = $9, sha256 = $10, finished_at = $11,
       ignored_columns = $12, warnings = $13, reject_reasons = $14,
       stores_with_assumed_time_zone = $15
     where import_id = $1`,
    [
      importId,
      result.kind,
      result.rowsRead,
      result.inserted,
      result.unchanged,
      result.corrected,
      result.rejected,
      result.dataVersion,
      result.asOfVersion,
      result.sha256,
      formatInstant(result.finishedAt),
      JSON.stringify(result.ignoredColumns),
      JSON.stringify(result.warnings),
      JSON.stringify(result.rejectReasons),
      result.storesWithAssumedTimeZone,
    ],
  );
  if (result.dataVersion === null) return;
  const { kind, inserted, corrected, rejected, dataVersion, finishedAt } = result;
  await recordAuditEvent(client, {
    actor: SYSTEM,
    at: finishedAt,
    requestId: null,
    address: null,
    action: 'merge',
    entity: 'import',
    entityId: importId,
    before: null,
    after: { kind, inserted, corrected, rejected, dataVersion },
  });
}

/** An earlier import whose result holds for the same content. */
export interface ReusableImport extends Pick<ImportFindings, 'ignoredColumns' | 'warnings'> {
  readonly kind: FileKind;
  readonly rowsRead: number;
  readonly asOfVersion: number;
}

/** Finds the newest import of the same file without rejects, if none of its rows was replaced or dropped since. */
export async function findReusableImport(client: PoolClient, sha256: string): Promise<ReusableImport | null> {
  const { rows } = await client.query<ReusableImport>(
    `select kind, rows_read as "rowsRead", ignored_columns as "ignoredColumns", warnings,
       (select max(version) from data_version) as "asOfVersion"
     from import
     where sha256 = $1 and status = 'Complete' and rejected = 0
       and not exists (
         select from data_version
         where version > as_of_version and replaces
           and (data_version.kind is null or data_version.kind in (import.kind, 'stores')))
       and not exists (select from dropped_polls where dropped_at >= finished_at)
     order by finished_at desc
     limit 1`,
    [sha256],
  );
  return rows[0] ?? null;
}
