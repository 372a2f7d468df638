import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../clock.js';
import type { Config } from '../../config/config.js';
import { SYSTEM } from '../../domain/access/actor.js';
import type { ApiKeyRepository } from '../../persistence/access/api-key.repository.js';
import { isLoopback } from '../guard/request-facts.js';
import { makeKey } from './new-key.js';

/** Returns the file with the secret of the first key. */
export function firstKeyFile(stateDir: string): string {
  return path.join(stateDir, 'admin-key');
}

/** Whether requests need a key, wherever they come from. */
export function needsKeys({ host, access }: Pick<Config, 'host' | 'access'>): boolean {
  return access.auth === 'required' || (access.auth === 'auto' && !isLoopback(host));
}

/**
 * Makes an admin key if there is none that can be used, and writes its secret to a file that only the user of this
 * process can read. Returns the secret, null if there is such a key already.
 */
export async function makeFirstKey(stateDir: string, keys: ApiKeyRepository, clock: Clock): Promise<string | null> {
  const { key, secret } = makeKey(
    { name: 'first key', role: 'admin', stores: null, group: null, expiresAt: null },
    clock(),
  );
  const file = firstKeyFile(stateDir);
  await mkdir(stateDir, { recursive: true });
  // Written before the key is stored, so that no crash loses it; renamed after, since another process may be faster.
  const written = `${file}.${randomUUID()}`;
  await writeFile(written, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  try {
    if (!(await keys.addFirst(key, { actor: SYSTEM, at: key.createdAt, requestId: null, address: null }))) return null;
    await rename(written, file);
    return secret;
  } finally {
    await rm(written, { force: true });
  }
}
