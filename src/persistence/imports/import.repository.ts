import { isInScope, type StoreScope } from '../../domain/access/store-scope.js';
import type { FileKind, ImportSource, ImportStatus } from '../../domain/import.js';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import type { Database } from '../connection/database.js';
import { ImportNotFoundError } from './import-errors.js';
import { Import } from './import.entity.js';
import type { Reject } from './staging.js';

export interface NewImport {
  readonly importId: string;
  readonly fileName: string;
  readonly source: ImportSource;
  readonly bytes: number;
  /** The stores that the uploader is limited to. */
  readonly stores?: readonly string[] | undefined;
  readonly startedAt: Instant;
}

/** How much of a file has been read. */
export interface ImportProgress {
  readonly kind: FileKind;
  readonly bytesRead: number;
  readonly rowsRead: number;
}

/** A position in the list of imports, newest first. */
export interface ImportPosition {
  readonly startedAt: Instant;
  readonly importId: string;
}

/** Which imports are listed; what is left out does not limit them. */
export interface ImportFilter {
  readonly status?: ImportStatus | undefined;
  /** Started at this instant or later. */
  readonly from?: Instant | undefined;
  /** Only those with rejected rows. */
  readonly rejects?: 'true' | undefined;
}

const REJECTS_PER_PAGE = 5_000;

/** Imports and their rejected rows. */
export class ImportRepository {
  constructor(private readonly database: Database) {}

  /** Starts an import, unless it has started already, and returns it. */
  async begin({ stores, ...values }: NewImport): Promise<Import> {
    const em = this.database.em();
    const limit = stores === undefined ? null : [...stores];
    await em.upsert(Import, { ...values, stores: limit, status: 'Running' }, { onConflictAction: 'ignore' });
    return em.findOneOrFail(Import, values.importId);
  }

  async find(importId: string): Promise<Import | null> {
    return this.database.em().findOne(Import, importId);
  }

  /**
   * A caller who is limited to some stores sees the imports of uploaders who were limited to some of these.
   * @throws {ImportNotFoundError}
   */
  async get(importId: string, scope: StoreScope): Promise<Import> {
    const found = await this.find(importId);
    if (found === null || !isVisible(found, scope)) throw new ImportNotFoundError(importId);
    return found;
  }

  /** Records the progress of a running import, for display only. */
  async recordProgress(importId: string, progress: ImportProgress): Promise<void> {
    await this.database.em().nativeUpdate(Import, { importId, status: 'Running' }, progress);
  }

  /** Returns the running imports that started at an instant or earlier. */
  async listRunningSince(instant: Instant): Promise<Import[]> {
    return this.database.em().find(Import, { status: 'Running', startedAt: { $lte: instant } });
  }

  /** Ends a running import as Failed. None of its rows were merged. */
  async fail(importId: string, error: string, finishedAt: Instant): Promise<void> {
    await this.database
      .em()
      .nativeUpdate(Import, { importId, status: 'Running' }, { status: 'Failed', error, finishedAt });
  }

  /** Returns up to `limit` imports after a position, newest first. */
  async list(
    limit: number,
    after: ImportPosition | null,
    scope: StoreScope,
    { status, from, rejects }: ImportFilter,
  ): Promise<Import[]> {
    const where = {
      $and: [
        ...(scope === 'all' ? [] : [{ stores: { $contained: [...scope] } }]),
        ...(after === null ? [] : [isAfterPosition(after)]),
        ...(status === undefined ? [] : [{ status }]),
        ...(from === undefined ? [] : [{ startedAt: { $gte: from } }]),
        ...(rejects === undefined ? [] : [{ rejected: { $gt: 0 } }]),
      ],
    };
    return this.database.em().find(Import, where, { orderBy: { startedAt: 'desc', importId: 'desc' }, limit });
  }

  /**
   * Drops the rejected rows of imports that ended before `instant`, one import after the other. Returns the number of
   * imports. Counts, reasons and examples stay.
   */
  async dropRejectsBefore(instant: Instant, droppedAt: Instant): Promise<number> {
    const where = { finishedAt: { $lt: instant }, rejected: { $gt: 0 }, rejectsDroppedAt: null };
    const imports = await this.database
      .em()
      .find(Import, where, { fields: ['importId'], orderBy: { finishedAt: 'asc' } });
    for (const { importId } of imports) {
      await this.database.transaction(async (client) => {
        await client.query('update import set rejects_dropped_at = $2 where import_id = $1', [
          importId,
          formatInstant(droppedAt),
        ]);
        await client.query('delete from import_reject where import_id = $1', [importId]);
      });
    }
    return imports.length;
  }

  /** Streams the rejected rows of an import in the order of the file; one page is in memory at a time. */
  async *streamRejects(importId: string): AsyncGenerator<Reject> {
    for (let after = 0; ;) {
      const rows = await this.listRejects(importId, REJECTS_PER_PAGE, after);
      yield* rows;
      if (rows.length < REJECTS_PER_PAGE) return;
      after = rows.at(-1)!.line;
    }
  }

  /** Returns up to `limit` rejected rows of an import after a line, in the order of the file. */
  async listRejects(importId: string, limit: number, after: number): Promise<Reject[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<Reject>(
        `select line, reason, row from import_reject where import_id = $1 and line > $2 order by line limit $3`,
        [importId, after, limit],
      ),
    );
    return rows;
  }
}

function isAfterPosition({ startedAt, importId }: ImportPosition) {
  return { $or: [{ startedAt: { $lt: startedAt } }, { startedAt, importId: { $lt: importId } }] };
}

function isVisible({ stores }: Import, scope: StoreScope): boolean {
  return scope === 'all' || (stores?.every((storeId) => isInScope(scope, storeId)) ?? false);
}
