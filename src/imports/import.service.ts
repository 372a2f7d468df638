import { Injectable } from '@nestjs/common';
import { toPage } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import type { Import } from '../persistence/imports/import.entity.js';
import { ImportRepository } from '../persistence/imports/import.repository.js';
import type { Reject } from '../persistence/imports/staging.js';
import { toImportDto, type ImportDto, type ImportListQuery } from './import.dto.js';

@Injectable()
export class ImportService {
  constructor(private readonly imports: ImportRepository) {}

  async get(importId: string): Promise<Import> {
    const imported = await this.imports.find(importId);
    if (imported === null) {
      throw new Problem(404, `There is no import ${importId}. GET /imports lists those there are.`);
    }
    return imported;
  }

  async list({ limit, cursor }: ImportListQuery): Promise<{ items: ImportDto[]; nextCursor: string | null }> {
    const imports = await this.imports.list(limit + 1, cursor ?? null);
    return toPage(imports, limit, ({ startedAt, importId }) => ({ startedAt, importId }), toImportDto);
  }

  /** The rows that an import could not use, in the order of the file. */
  rejects(importId: string): AsyncGenerator<Reject> {
    return this.imports.rejects(importId);
  }
}
