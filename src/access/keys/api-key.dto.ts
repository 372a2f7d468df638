import { z } from 'zod';
import { ROLES } from '../../domain/access/role.js';
import { formatGroup } from '../../domain/groups/group.js';
import { formatInstant } from '../../domain/time/instant.js';
import { groupInput } from '../../http/dto/store-attributes.dto.js';
import { idInput, instantInput, instantOutput, storeIdInput, strictRequest } from '../../http/schemas.js';
import type { ApiKey } from '../../persistence/access/api-key.repository.js';

const MAX_NAME_LENGTH = 200;
/** What a limited caller sees of a report is computed from its stores when it asks. */
const MAX_STORES = 1_000;

/** Long enough to bring a new secret to every machine. */
const MAX_OVERLAP_HOURS = 30 * 24;
const DEFAULT_OVERLAP_HOURS = 24;

export const roleSchema = z.enum(ROLES).meta({
  id: 'Role',
  description:
    '`reader` sees, `operator` also requests reports, changes stores and imports, `admin` also manages keys; `ingest` only ' +
    'pushes polls and uploads files.',
});

export const keyIdSchema = idInput('the id of a key is a UUID, as GET /keys shows it');

export const newKeySchema = strictRequest({
  name: z
    .string()
    .trim()
    .min(1)
    .max(MAX_NAME_LENGTH)
    .meta({ description: 'What it is for.', examples: ['till 7'] }),
  role: roleSchema,
  stores: z
    .array(storeIdInput)
    .min(1)
    .max(MAX_STORES)
    .nullable()
    .default(null)
    .meta({ description: 'The stores that it sees and touches; null: all of them.' }),
  group: groupInput.nullable().default(null).meta({
    description:
      'The group that it is limited to, written `kind:value`: it sees the stores that are in it at the time. Null: none.',
  }),
  expiresAt: instantInput().nullable().default(null).meta({ description: 'When it ends; null: never.' }),
})
  .refine(({ role, stores }) => role !== 'admin' || stores === null, {
    path: ['stores'],
    message: 'a key with the role admin is not limited to stores',
  })
  .refine(({ stores, group }) => stores === null || group === null, {
    path: ['group'],
    message: 'a key is limited to stores or to a group, not to both',
  })
  .refine(({ role, group }) => role !== 'admin' || group === null, {
    path: ['group'],
    message: 'a key with the role admin is not limited to a group',
  })
  .meta({ id: 'NewApiKey' });

export type NewKeyBody = z.output<typeof newKeySchema>;

export const rotationSchema = strictRequest({
  overlapHours: z
    .int()
    .min(0)
    .max(MAX_OVERLAP_HOURS)
    .default(DEFAULT_OVERLAP_HOURS)
    .meta({ description: 'The old key works for so many hours more.' }),
}).meta({ id: 'Rotation' });

export type RotationBody = z.output<typeof rotationSchema>;

const keyShape = {
  keyId: z.uuid(),
  name: z.string(),
  hint: z
    .string()
    .meta({ description: 'The first and the last characters of the secret.', examples: ['sl_AbCd…wxyz'] }),
  role: roleSchema,
  stores: z.array(z.string()).nullable(),
  group: z.string().nullable().meta({ description: 'The group that it is limited to, written `kind:value`.' }),
  createdAt: instantOutput,
  expiresAt: instantOutput.nullable(),
  lastUsedAt: instantOutput.nullable().meta({ description: 'To about five minutes.' }),
  revokedAt: instantOutput.nullable(),
  replaces: z.uuid().nullable().meta({ description: 'The key that it was rotated from.' }),
};

export const keySchema = z.strictObject(keyShape).meta({ id: 'ApiKey' });

export type KeyDto = z.infer<typeof keySchema>;

export const keyListSchema = z.strictObject({ items: z.array(keySchema) }).meta({ id: 'ApiKeyList' });

export const createdKeySchema = z
  .strictObject({
    ...keyShape,
    secret: z.string().meta({ description: 'To be sent as `Authorization: Bearer sl_...`. It is shown only here.' }),
  })
  .meta({ id: 'CreatedApiKey' });

export type CreatedKeyDto = z.infer<typeof createdKeySchema>;

export function toKeyDto(key: ApiKey): KeyDto {
  const optional = (instant: number | null) => (instant === null ? null : formatInstant(instant));
  return {
    keyId: key.keyId,
    name: key.name,
    hint: key.hint,
    role: key.role,
    stores: key.stores === null ? null : [...key.stores],
    group: key.group === null ? null : formatGroup(key.group),
    createdAt: formatInstant(key.createdAt),
    expiresAt: optional(key.expiresAt),
    lastUsedAt: optional(key.lastUsedAt),
    revokedAt: optional(key.revokedAt),
    replaces: key.replaces,
  };
}
