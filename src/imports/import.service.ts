import { Injectable } from '@nestjs/common';
import { toPage } from '../http/cursor.js';
import { ImportRepository } from '../persistence/imports/import.repository.js';
import type { Reject } from '../persistence/imports/staging.js';
import { toImportDto, type ImportDto, type ImportListQuery } from './import.dto.js';

@Injectable()
export class ImportService {
  constructor(private readonly imports: ImportRepository) {}

  async get(importId: string): Promise<ImportDto> {
    return toImportDto(await this.imports.get(importId));
  }

  async list({ limit, cursor }: ImportListQuery): Promise<{ items: ImportDto[]; nextCursor: string | null }> {
    const imports = await this.imports.list(limit + 1, cursor ?? null);
    return toPage(imports, limit, ({ startedAt, importId }) => ({ startedAt, importId }), toImportDto);
  }

  /** Streams the rejected rows of an import in the order of the file. */
  async rejects(importId: string): Promise<AsyncGenerator<Reject>> {
    await this.imports.get(importId);
    return this.imports.streamRejects(importId);
  }
}
