import { defineEntity, p } from '@mikro-orm/core';
import { ACTOR_KINDS } from '../../domain/access/actor.js';
import { InstantType } from '../connection/instant-type.js';

const AuditEventSchema = defineEntity({
  name: 'AuditEventRow',
  tableName: 'audit_event',
  properties: {
    /** Grows with time, but for events that are recorded at the same moment. */
    id: p.bigint('number').primary(),
    at: p.type(InstantType),
    actorKind: p.enum(ACTOR_KINDS),
    actorId: p.string().nullable(),
    actorHint: p.string().nullable(),
    action: p.string(),
    entity: p.string(),
    entityId: p.string().nullable(),
    before: p.json<object>().nullable(),
    after: p.json<object>().nullable(),
    requestId: p.string().nullable(),
    address: p.string().nullable(),
  },
});

/** A recorded audit event. Rows are only added. */
export class AuditEventRow extends AuditEventSchema.class {}
AuditEventSchema.setClass(AuditEventRow);
