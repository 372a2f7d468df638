import { z } from 'zod';
import { cursorInput, pageOf } from '../http/cursor.js';
import { groupKindInput, targetInput } from '../http/dto/store-attributes.dto.js';
import { countOutput, limitInput, strictRequest } from '../http/schemas.js';
import type { GroupSummary } from '../persistence/groups/group.repository.js';

export const groupSchema = z
  .strictObject({
    kind: z.string(),
    value: z.string(),
    stores: countOutput,
    target: z.number().nullable().meta({
      description: 'The uptime that its stores are to reach, in per cent; null if none was set for the group.',
    }),
  })
  .meta({ id: 'Group', examples: [{ kind: 'region', value: 'west', stores: 412, target: 99.5 }] });

export type GroupDto = z.infer<typeof groupSchema>;

export const groupPageSchema = pageOf(groupSchema).meta({ id: 'GroupPage' });

export const groupListQuerySchema = strictRequest({
  kind: groupKindInput.optional().meta({ description: 'Only groups of this kind.' }),
  limit: limitInput(1_000, 100),
  cursor: cursorInput(z.strictObject({ kind: z.string(), value: z.string() })),
});

export type GroupListQuery = z.output<typeof groupListQuerySchema>;

/** A target in a request, and that of all stores without another one in a response. */
export const targetSchema = strictRequest({
  target: targetInput.nullable().meta({ description: 'In per cent of the observed open time; null: none. Rule 25.' }),
}).meta({ id: 'Target', examples: [{ target: 99.5 }] });

export type TargetBody = z.output<typeof targetSchema>;

export function toGroupDto({ kind, value, stores, target }: GroupSummary): GroupDto {
  return { kind, value, stores, target };
}
