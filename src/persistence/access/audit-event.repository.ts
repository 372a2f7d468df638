import type { ClientBase } from 'pg';
import type { AuditEvent } from '../../domain/access/audit-event.js';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import type { Database } from '../connection/database.js';
import { AuditEventRow } from './audit-event.entity.js';

/** A position in the audit trail, newest first. */
export interface AuditPosition {
  readonly at: Instant;
  readonly id: number;
}

/** An event as it is in the audit trail. `id` tells events of the same instant apart. */
export type RecordedAuditEvent = AuditEvent & AuditPosition;

/** Filters the audit trail; undefined fields do not filter. */
export interface AuditFilter {
  readonly actorId?: string | undefined;
  readonly action?: string | undefined;
  readonly entity?: string | undefined;
  readonly entityId?: string | undefined;
  /** At this instant or later. */
  readonly from?: Instant | undefined;
  /** Before this instant. */
  readonly until?: Instant | undefined;
}

/** The audit trail: who changed what. The database lets nobody but the owner change an event. */
export class AuditEventRepository {
  constructor(private readonly database: Database) {}

  /** Records an event that belongs to no transaction; otherwise, call `recordAuditEvent` in it. */
  async record(event: AuditEvent): Promise<void> {
    await this.database.withClient((client) => recordAuditEvent(client, event));
  }

  /** Returns up to `limit` events after a position, newest first. */
  async page(filter: AuditFilter, after: AuditPosition | null, limit: number): Promise<RecordedAuditEvent[]> {
    const { actorId, action, entity, entityId, from, until } = filter;
    const where = {
      ...(actorId === undefined ? {} : { actorId }),
      ...(action === undefined ? {} : { action }),
      ...(entity === undefined ? {} : { entity }),
      ...(entityId === undefined ? {} : { entityId }),
      $and: [
        ...(from === undefined ? [] : [{ at: { $gte: from } }]),
        ...(until === undefined ? [] : [{ at: { $lt: until } }]),
        ...(after === null ? [] : isAfterPosition(after)),
      ],
    };
    const rows = await this.database.em().find(AuditEventRow, where, { orderBy: { at: 'desc', id: 'desc' }, limit });
    return rows.map(toEvent);
  }

  /**
   * Drops the events before an instant, and returns their number. The database refuses to drop events of the last 30 days, so
   * that the processes can't remove the traces of what they just did.
   */
  async dropBefore(instant: Instant): Promise<number> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ dropped: number }>('select drop_audit_events($1)::float8 as dropped', [formatInstant(instant)]),
    );
    return rows[0]!.dropped;
  }
}

/** Records an event in the transaction of the change, so that there is neither without the other. */
export async function recordAuditEvent(client: ClientBase, event: AuditEvent): Promise<void> {
  const { at, actor, action, entity, entityId, before, after, requestId, address } = event;
  await client.query(
    `insert into audit_event
       (at, actor_kind, actor_id, actor_hint, action, entity, entity_id, before, after, request_id, address)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      formatInstant(at),
      actor.kind,
      storable(actor.id),
      storable(actor.hint),
      action,
      entity,
      storable(entityId),
      storableJson(before),
      storableJson(after),
      storable(requestId),
      address,
    ],
  );
}

/** Replaces what PostgreSQL does not store, NUL and half of a surrogate pair: no change may fail since it can't be recorded. */
function storable(text: string | null): string | null {
  return text === null ? null : text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function storableJson(value: object | null): string | null {
  if (value === null) return null;
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storable(part) : part));
}

/** The first condition follows from the second; the index can be used for it. */
function isAfterPosition({ at, id }: AuditPosition) {
  return [{ at: { $lte: at } }, { $or: [{ at: { $lt: at } }, { id: { $lt: id } }] }];
}

function toEvent(row: AuditEventRow): RecordedAuditEvent {
  return {
    id: row.id,
    at: row.at,
    actor: { kind: row.actorKind, id: row.actorId ?? null, hint: row.actorHint ?? null },
    action: row.action,
    entity: row.entity,
    entityId: row.entityId ?? null,
    before: row.before ?? null,
    after: row.after ?? null,
    requestId: row.requestId ?? null,
    address: row.address ?? null,
  };
}
