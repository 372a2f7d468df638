import { z } from 'zod';
import { ACTOR_KINDS } from '../../domain/access/actor.js';
import { formatInstant } from '../../domain/time/instant.js';
import { cursorInput, pageOf } from '../../http/cursor.js';
import { instantInput, instantOutput, limitInput, strictRequest } from '../../http/schemas.js';
import type { RecordedAuditEvent } from '../../persistence/access/audit-event.repository.js';

const text = z.string().min(1).max(300);

export const auditQuerySchema = strictRequest({
  actorId: text.optional().meta({ description: 'Only of this key or session.' }),
  action: text.optional().meta({ examples: ['delete'] }),
  entity: text.optional().meta({ description: 'Only about this kind of thing.', examples: ['store'] }),
  entityId: text.optional(),
  from: instantInput().optional().meta({ description: 'At this instant or later.' }),
  to: instantInput().optional().meta({ description: 'Before this instant.' }),
  limit: limitInput(1_000, 100),
  cursor: cursorInput(z.strictObject({ at: z.int(), id: z.int() })),
  format: z.enum(['json', 'csv']).default('json').meta({ description: '`csv`: all of them in one file.' }),
});

export type AuditQuery = z.output<typeof auditQuerySchema>;

const values = z
  .looseObject({})
  .meta({ id: 'AuditedValues', description: 'The values that changed, named as in the API.' })
  .nullable();

export const auditEventSchema = z
  .strictObject({
    at: instantOutput,
    actor: z
      .strictObject({
        kind: z.enum(ACTOR_KINDS),
        id: z.string().nullable().meta({ description: 'Of the key or the session.' }),
        hint: z.string().nullable().meta({ description: 'The first and the last characters of the key, or a name.' }),
      })
      .meta({ id: 'Actor' }),
    action: z.string().meta({ examples: ['delete'] }),
    entity: z.string().meta({ examples: ['store'] }),
    entityId: z.string().nullable(),
    before: values,
    after: values,
    requestId: z.string().nullable().meta({ description: 'The header `x-request-id` of the answer.' }),
    address: z.string().nullable().meta({ description: 'Of the client.' }),
  })
  .meta({ id: 'AuditEvent', description: 'Who changed what.' });

export type AuditEventDto = z.infer<typeof auditEventSchema>;

export const auditPageSchema = pageOf(auditEventSchema).meta({ id: 'AuditEventPage' });

export function toAuditEventDto(event: RecordedAuditEvent): AuditEventDto {
  const { at, actor, action, entity, entityId, before, after, requestId, address } = event;
  return {
    at: formatInstant(at),
    actor: { ...actor },
    action,
    entity,
    entityId,
    before: before as AuditEventDto['before'],
    after: after as AuditEventDto['after'],
    requestId,
    address,
  };
}

export const AUDIT_COLUMNS = [
  'at',
  'actor_kind',
  'actor_id',
  'actor_hint',
  'action',
  'entity',
  'entity_id',
  'before',
  'after',
  'request_id',
  'address',
];

/** The cells of `AUDIT_COLUMNS`; values as JSON. */
export function toAuditCells(event: RecordedAuditEvent): string[] {
  const { at, actor, action, entity, entityId, before, after, requestId, address } = toAuditEventDto(event);
  const json = (value: object | null) => (value === null ? '' : JSON.stringify(value));
  const cells = [at, actor.kind, actor.id, actor.hint, action, entity, entityId, json(before), json(after)];
  return [...cells, requestId, address].map((cell) => cell ?? '');
}
