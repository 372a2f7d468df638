import { z } from 'zod';
import { newKeySchema, toKeyDto } from './access/keys/api-key.dto.js';
import { makeKey } from './access/keys/new-key.js';
import { systemClock } from './clock.js';
import { loadConfig, required } from './config/config.js';
import { ApiKeyRepository } from './persistence/access/api-key.repository.js';
import { checkDatabaseTls } from './persistence/connection/database-tls.js';
import { Database } from './persistence/connection/database.js';
import { failWith } from './process.js';

/*
 * Makes a key in the database of DATABASE_URL, for who has no key for the API yet or any more. The argument is the JSON of a
 * `NewApiKey`. Prints the key and its secret as JSON.
 */
try {
  const request = newKeySchema.safeParse(JSON.parse(process.argv[2] ?? ''));
  if (!request.success) throw new Error(z.prettifyError(request.error));
  const url = required(loadConfig(), 'databaseUrl');
  await checkDatabaseTls(url, 'DATABASE_URL');
  const database = await Database.open({ url, applicationName: 'storelight-keys', maxConnections: 1 });
  try {
    const { key, secret } = makeKey(request.data, systemClock());
    const actor = { kind: 'command', id: null, hint: null } as const;
    const origin = { actor, at: key.createdAt, requestId: null, address: null };
    await new ApiKeyRepository(database).add(key, origin);
    process.stdout.write(`${JSON.stringify({ ...toKeyDto({ ...key, lastUsedAt: null, revokedAt: null }), secret })}\n`);
  } finally {
    await database.close();
  }
} catch (error) {
  failWith('keys', error);
}
