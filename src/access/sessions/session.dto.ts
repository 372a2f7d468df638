import { z } from 'zod';
import { AUTH_MODES } from '../../config/access-settings.js';
import type { Config } from '../../config/config.js';
import { ACTOR_KINDS } from '../../domain/access/actor.js';
import type { Caller } from '../../domain/access/caller.js';
import { holds, ROLES } from '../../domain/access/role.js';
import { formatInstant } from '../../domain/time/instant.js';
import { idInput, instantOutput, strictRequest } from '../../http/schemas.js';
import type { Session } from '../../persistence/access/session.repository.js';
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

export const logInMethodsSchema = z
  .strictObject({
    auth: z.enum(AUTH_MODES).meta({ description: 'AUTH of this API: `off`, and nobody needs a key.' }),
    openIdConnect: z.boolean().meta({ description: 'Whether `/session/oidc` logs in.' }),
  })
  .meta({ id: 'LogInMethods' });

export type LogInMethodsDto = z.infer<typeof logInMethodsSchema>;

export const sessionIdSchema = idInput('the id of a session is a UUID, as GET /sessions shows it');

const listedSessionSchema = z
  .strictObject({
    sessionId: z.uuid(),
    name: z.string().meta({ description: 'The name and the hint of the key, or the name of the person.' }),
    keyId: z.uuid().nullable().meta({ description: 'The key that it began with.' }),
    subject: z.string().nullable().meta({ description: 'Who logged in by OpenID Connect: issuer and subject.' }),
    role: roleSchema,
    stores: z.array(z.string()).nullable(),
    createdAt: instantOutput,
    lastUsedAt: instantOutput.meta({ description: 'To about a minute.' }),
    expiresAt: instantOutput.meta({ description: 'It also ends after twelve hours without use.' }),
  })
  .meta({ id: 'ListedSession' });

export const sessionListSchema = z.strictObject({ items: z.array(listedSessionSchema) }).meta({ id: 'SessionList' });

export function toLogInMethods({ access, oidc }: Pick<Config, 'access' | 'oidc'>): LogInMethodsDto {
  return { auth: access.auth, openIdConnect: oidc !== undefined };
}

export function toListedSession(session: Session): z.infer<typeof listedSessionSchema> {
  const { sessionId, name, keyId, subject, role, stores, createdAt, lastUsedAt, expiresAt } = session;
  return {
    sessionId,
    name,
    keyId,
    subject,
    role,
    stores: stores === null ? null : [...stores],
    createdAt: formatInstant(createdAt),
    lastUsedAt: formatInstant(lastUsedAt),
    expiresAt: formatInstant(expiresAt),
  };
}

export function toSessionDto({ actor, role, stores }: Pick<Caller, 'actor' | 'role' | 'stores'>): SessionDto {
  return {
    kind: actor.kind,
    name: actor.hint,
    role,
    holds: ROLES.filter((held) => holds(role, held)),
    stores: stores === 'all' ? null : [...stores],
  };
}
