import { randomUUID } from 'node:crypto';
import type { Group } from '../../domain/groups/group.js';
import type { Role } from '../../domain/access/role.js';
import type { Instant } from '../../domain/time/instant.js';
import type { NewApiKey } from '../../persistence/access/api-key.repository.js';
import { createSecret, hashOf, hintOf } from './key-secret.js';

/** What someone decides about a key. */
export interface KeyRequest {
  readonly name: string;
  readonly role: Role;
  readonly stores: readonly string[] | null;
  readonly group: Group | null;
  readonly expiresAt: Instant | null;
}

/** Makes the id and the secret of a key. */
export function makeSecret(): { readonly secret: string } & Pick<NewApiKey, 'keyId' | 'hint' | 'sha256'> {
  const secret = createSecret();
  return { secret, keyId: randomUUID(), hint: hintOf(secret), sha256: hashOf(secret) };
}

/** Makes a key, which is not stored yet, and its secret. */
export function makeKey(request: KeyRequest, createdAt: Instant): { readonly secret: string; readonly key: NewApiKey } {
  const { secret, ...made } = makeSecret();
  return { secret, key: { ...request, ...made, createdAt, replaces: null } };
}
