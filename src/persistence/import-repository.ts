import type { PoolClient } from 'pg';
import { formatInstant, type Instant } from '../domain/instant.js';
import type { Database } from './database.js';
import { Import, type FileKind } from './entities/import.js';
import { SourceFile } from './entities/source-file.js';
import type { MergeResult } from './merge.js';
import type { Reject } from './staging.js';

/** A file of the data folder as it was when it was read. */
export interface FileState {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: Instant;
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
  async begin(values: { importId: string; fileName: string; bytes: number; startedAt: Instant }): Promise<Import> {
    const em = this.database.em();
    await em.upsert(Import, { ...values, status: 'Running' }, { onConflictAction: 'ignore' });
    return em.findOneOrFail(Import, values.importId);
  }

  async find(importId: string): Promise<Import | null> {
    return this.database.em().findOne(Import, importId);
  }

  /** Holds an import until the transaction ends, against twins of the same work. False where it has ended already. */
  async claim(client: PoolClient, importId: string): Promise<boolean> {
    const { rowCount } = await client.query(
      `select from import where import_id = $1 and status = 'Running' for update`,
      [importId],
    );
    return rowCount === 1;
  }

  /** Closes a claimed import in the transaction that merges its rows. */
  async complete(
    client: PoolClient,
    importId: string,
    result: MergeResult & { kind: FileKind; rowsRead: number; rejected: number; finishedAt: Instant },
  ): Promise<void> {
    await client.query(
      `update import
       set status = 'Complete', kind = $2, rows_read = $3, inserted = $4, unchanged = $5, corrected = $6, rejected = $7,
         data_version = $8, finished_at = $9
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
        formatInstant(result.finishedAt),
      ],
    );
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

  /** Remembers what a file held when it was last imported or refused. */
  async rememberSourceFile(file: FileState & { sha256: string; importId: string }): Promise<void> {
    await this.database.em().upsert(SourceFile, file);
  }
}
