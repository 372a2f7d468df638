import { Injectable } from '@nestjs/common';
import type { Caller } from '../domain/access/caller.js';
import { formatInstant } from '../domain/time/instant.js';
import { toPage } from '../http/cursor.js';
import { Problem } from '../http/problems/problem.js';
import { ImportRepository } from '../persistence/imports/import.repository.js';
import type { Reject } from '../persistence/imports/staging.js';
import { toImportDto, type ImportDto, type ImportListQuery, type RejectListQuery } from './import.dto.js';

@Injectable()
export class ImportService {
  constructor(private readonly imports: ImportRepository) {}

  async get(importId: string, { stores }: Caller): Promise<ImportDto> {
    return toImportDto(await this.imports.get(importId, stores));
  }

  async list(
    { limit, cursor, ...filter }: ImportListQuery,
    { stores }: Caller,
  ): Promise<{ items: ImportDto[]; nextCursor: string | null }> {
    const imports = await this.imports.list(limit + 1, cursor ?? null, stores, filter);
    return toPage(imports, limit, ({ startedAt, importId }) => ({ startedAt, importId }), toImportDto);
  }

  /** Streams the rejected rows of an import in the order of the file. */
  async streamRejects(importId: string, caller: Caller): Promise<AsyncGenerator<Reject>> {
    await this.assertRejectsKept(importId, caller);
    return this.imports.streamRejects(importId);
  }

  /** Returns a page of the rejected rows of an import, in the order of the file. */
  async listRejects(
    importId: string,
    { limit, cursor }: RejectListQuery,
    caller: Caller,
  ): Promise<{ items: Reject[]; nextCursor: string | null }> {
    await this.assertRejectsKept(importId, caller);
    const rejects = await this.imports.listRejects(importId, limit + 1, cursor?.line ?? 0);
    const position = ({ line }: Reject) => ({ line });
    return toPage(rejects, limit, position, (reject) => reject);
  }

  private async assertRejectsKept(importId: string, { stores }: Caller): Promise<void> {
    const { rejectsDroppedAt } = await this.imports.get(importId, stores);
    if (rejectsDroppedAt == null) return;
    throw new Problem(
      410,
      `The rejected rows of this import were dropped at ${formatInstant(rejectsDroppedAt)} (REJECT_RETENTION_DAYS). ` +
        `GET /imports/${importId} still has their number, their reasons and an example of each.`,
    );
  }
}
