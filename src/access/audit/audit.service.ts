import { Injectable } from '@nestjs/common';
import { toPage } from '../../http/cursor.js';
import type { CsvStream } from '../../http/csv-stream.js';
import {
  AuditEventRepository,
  type AuditFilter,
  type AuditPosition,
  type RecordedAuditEvent,
} from '../../persistence/access/audit-event.repository.js';
import { AUDIT_COLUMNS, toAuditCells, toAuditEventDto, type AuditEventDto, type AuditQuery } from './audit.dto.js';

const EVENTS_PER_PAGE = 1_000;

/** Reads the audit trail. */
@Injectable()
export class AuditService {
  constructor(private readonly events: AuditEventRepository) {}

  async list({ limit, cursor, ...query }: AuditQuery): Promise<{ items: AuditEventDto[]; nextCursor: string | null }> {
    const found = await this.events.page(toFilter(query), cursor ?? null, limit + 1);
    return toPage(found, limit, positionOf, toAuditEventDto);
  }

  csv(query: Omit<AuditQuery, 'limit' | 'cursor'>): CsvStream {
    return { name: 'audit.csv', columns: AUDIT_COLUMNS, rows: this.streamCells(toFilter(query)) };
  }

  private async *streamCells(filter: AuditFilter): AsyncGenerator<string[]> {
    for (let after: AuditPosition | null = null; ;) {
      const page: RecordedAuditEvent[] = await this.events.page(filter, after, EVENTS_PER_PAGE);
      for (const event of page) yield toAuditCells(event);
      if (page.length < EVENTS_PER_PAGE) return;
      after = positionOf(page.at(-1)!);
    }
  }
}

function toFilter({ actorId, action, entity, entityId, from, to }: Omit<AuditQuery, 'limit' | 'cursor'>): AuditFilter {
  return { actorId, action, entity, entityId, from, until: to };
}

function positionOf({ at, id }: RecordedAuditEvent): AuditPosition {
  return { at, id };
}
