import type { PoolClient } from 'pg';
import { formatInstant, type Instant } from '../../domain/instant.js';
import type { Database } from '../connection/database.js';
import { Import, type FileKind, type ImportSource } from './import.entity.js';
import { SourceFile } from './source-file.entity.js';
import type { MergeResult } from './merge.js';
import type { Reject } from './staging.js';

/** A file of the data folder as it was when it was looked at. */
export interface FileState {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: Instant;
}

/** What is remembered of a file of the data folder. */
export interface SourceFileRecord extends FileState {
  readonly sha256: string;
  readonly bytesRead: number | null;
  readonly linesRead: number | null;
  readonly isWhole: boolean;
  readonly importId: string;
}

/** How far reading is, of what the header said it is. */
export interface ImportProgress {
  readonly kind: FileKind;
  readonly bytesRead: number;
  readonly rowsRead: number;
}

/** How an import ended that took something in. */
export interface CompletedImport extends MergeResult {
  readonly kind: FileKind;
  readonly rowsRead: number;
  readonly rejected: number;
  readonly sha256: string | null;
  readonly finishedAt: Instant;
}

/** A place in the list of imports, newest first. */
export interface ImportPosition {
  readonly startedAt: Instant;
  readonly importId: string;
}

const REJECTS_PER_PAGE = 5_000;

/** What is kept of each import and of the files that imports came from. */
export class ImportRepository {
  constructor(private readonly database: Database) {}

  /** The import of this id, begun if it was not yet. */
  async begin(values: {
    importId: string;
    fileName: string;
    source: ImportSource;
    bytes: number;
    startedAt: Instant;
  }): Promise<Import> {
    const em = this.database.em();
    await em.upsert(Import, { ...values, status: 'Running' }, { onConflictAction: 'ignore' });
    return em.findOneOrFail(Import, values.importId);
  }

  async find(importId: string): Promise<Import | null> {
    return this.database.em().findOne(Import, importId);
  }

  /**
   * Holds an import until the transaction ends, against twins of the same work. False where it has ended already. Its row
   * stays free for the progress that is told from outside of the transaction.
   */
  async claim(client: PoolClient, importId: string): Promise<boolean> {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [importId]);
    const { rowCount } = await client.query(`select from import where import_id = $1 and status = 'Running'`, [
      importId,
    ]);
    return rowCount === 1;
  }

  /** Tells how far reading is. Of no consequence. */
  async recordProgress(importId: string, progress: ImportProgress): Promise<void> {
    await this.database.em().nativeUpdate(Import, { importId, status: 'Running' }, progress);
  }

  /** Closes a claimed import in the transaction that merges its rows. */
  async complete(client: PoolClient, importId: string, result: CompletedImport): Promise<void> {
    await client.query(
      `update import
       set status = 'Complete', kind = $2, bytes_read = bytes, rows_read = $3, inserted = $4, unchanged = $5, corrected = $6,
         rejected = $7, data_version = $8, as_of_version = $9, sha256 = $10, finished_at = $11
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
      ],
    );
  }

  /**
   * The newest import of the same content of which every row was taken, if the data still say what it says: nothing that
   * it could have brought was replaced or dropped since.
   */
  async findReusableImport(
    client: PoolClient,
    sha256: string,
  ): Promise<{ kind: FileKind; rowsRead: number; asOfVersion: number } | null> {
    const { rows } = await client.query<{ kind: FileKind; rowsRead: number; asOfVersion: number }>(
      `select kind, rows_read as "rowsRead", (select max(version) from data_version) as "asOfVersion"
       from import
       where sha256 = $1 and status = 'Complete' and rejected = 0
         and not exists (
           select from data_version
           where version > as_of_version and replaces and coalesce(data_version.kind, import.kind) = import.kind)
         and not exists (select from dropped_polls where dropped_at >= finished_at)
       limit 1`,
      [sha256],
    );
    return rows[0] ?? null;
  }

  /** Imports that have been running since an instant, or for longer. */
  async runningSince(instant: Instant): Promise<Import[]> {
    return this.database.em().find(Import, { status: 'Running', startedAt: { $lte: instant } });
  }

  /** Closes an import that took nothing in. */
  async fail(importId: string, error: string, finishedAt: Instant): Promise<void> {
    await this.database
      .em()
      .nativeUpdate(Import, { importId, status: 'Running' }, { status: 'Failed', error, finishedAt });
  }

  /** Imports, newest first, after a position. */
  async list(limit: number, after: ImportPosition | null): Promise<Import[]> {
    const where =
      after === null
        ? {}
        : {
            $or: [
              { startedAt: { $lt: after.startedAt } },
              { startedAt: after.startedAt, importId: { $lt: after.importId } },
            ],
          };
    return this.database.em().find(Import, where, { orderBy: { startedAt: 'desc', importId: 'desc' }, limit });
  }

  /** The rejected rows of an import in the order of their lines, a page in memory at a time. */
  async *rejects(importId: string): AsyncGenerator<Reject> {
    for (let after = 0; ;) {
      const { rows } = await this.database.withClient((client) =>
        client.query<Reject>(
          `select line, reason, row from import_reject where import_id = $1 and line > $2 order by line limit $3`,
          [importId, after, REJECTS_PER_PAGE],
        ),
      );
      yield* rows;
      if (rows.length < REJECTS_PER_PAGE) return;
      after = rows.at(-1)!.line;
    }
  }

  async findSourceFile(path: string): Promise<SourceFile | null> {
    return this.database.em().findOne(SourceFile, path);
  }

  /** Remembers what a file held when it was last imported or refused; with `client`, in its transaction. */
  async rememberSourceFile(file: SourceFileRecord, client?: PoolClient): Promise<void> {
    if (client === undefined) return this.database.withClient((own) => this.rememberSourceFile(file, own));
    await client.query(
      `insert into source_file (path, bytes, modified_at, sha256, bytes_read, lines_read, is_whole, import_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (path) do update
       set bytes = excluded.bytes, modified_at = excluded.modified_at, sha256 = excluded.sha256,
         bytes_read = excluded.bytes_read, lines_read = excluded.lines_read, is_whole = excluded.is_whole,
         import_id = excluded.import_id`,
      [
        file.path,
        file.bytes,
        formatInstant(file.modifiedAt),
        file.sha256,
        file.bytesRead,
        file.linesRead,
        file.isWhole,
        file.importId,
      ],
    );
  }
}
