import { z } from 'zod';
import { ACTOR_KINDS } from '../../domain/access/actor.js';
import type { Caller } from '../../domain/access/caller.js';
import { holds, ROLES } from '../../domain/access/role.js';
import { strictRequest } from '../../http/schemas.js';
import { roleSchema } from '../keys/api-key.dto.js';

export const logInSchema = strictRequest({
  key: z.string().meta({ description: 'The secret of an API key.', examples: ['sl_...'] }),
}).meta({ id: 'LogIn' });

export type LogInBody = z.output<typeof logInSchema>;

export const sessionSchema = z
  .strictObject({
    kind: z.enum(ACTOR_KINDS).meta({ description: 'How the request says who sends it.' }),
    name: z.string().nullable().meta({ description: 'The hint of the key, or the name of the person.' }),
    role: roleSchema,
    holds: z.array(roleSchema).meta({ description: 'The roles that this one holds.' }),
    stores: z
      .array(z.string())
      .nullable()
      .meta({ description: 'The stores that one is limited to; null: all of them.' }),
  })
  .meta({ id: 'Session', description: 'Who one is, and what one may do.' });

export type SessionDto = z.infer<typeof sessionSchema>;

export function toSessionDto({ actor, role, stores }: Pick<Caller, 'actor' | 'role' | 'stores'>): SessionDto {
  return {
    kind: actor.kind,
    name: actor.hint,
    role,
    holds: ROLES.filter((held) => holds(role, held)),
    stores: stores === 'all' ? null : [...stores],
  };
}
