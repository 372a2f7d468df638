import { makeKey, type KeyRequest } from '../../../src/access/keys/new-key.js';
import { ApiKeyRepository } from '../../../src/persistence/access/api-key.repository.js';
import type { Database } from '../../../src/persistence/connection/database.js';
import { BY_TEST, NOW } from './importing.js';

/** Makes an API key in the database. By default it is an admin's, of all stores, and does not expire. */
export async function addKey(
  database: Database,
  request: Partial<KeyRequest> = {},
): Promise<{ readonly keyId: string; readonly secret: string }> {
  const { key, secret } = makeKey(
    { name: 'test', role: 'admin', stores: null, group: null, expiresAt: null, ...request },
    NOW,
  );
  await new ApiKeyRepository(database).add(key, BY_TEST);
  return { keyId: key.keyId, secret };
}
