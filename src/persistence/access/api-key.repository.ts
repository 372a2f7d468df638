import type { ClientBase } from 'pg';
import type { Change, Origin } from '../../domain/access/audit-event.js';
import type { Role } from '../../domain/access/role.js';
import { formatGroup, type Group } from '../../domain/groups/group.js';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import { memberIdsSql } from '../groups/group-members.js';
import type { Database } from '../connection/database.js';
import { instantFromSql } from '../connection/instant-type.js';
import { recordAuditEvent } from './audit-event.repository.js';
import { ApiKeyEndedError, ApiKeyNotFoundError } from './access-errors.js';
import { BLOCKING_FAILURE, blockingParameters, type LogInAttempt } from './failed-login.repository.js';

/** A key of the API. Its secret is not stored. */
export interface ApiKey {
  readonly keyId: string;
  readonly name: string;
  /** The first and the last characters of the secret. */
  readonly hint: string;
  readonly role: Role;
  /** The stores that it is limited to; null: to none, or to a group. */
  readonly stores: readonly string[] | null;
  /** The group that it is limited to; null: to none. */
  readonly group: Group | null;
  readonly createdAt: Instant;
  /** Null: it does not expire. */
  readonly expiresAt: Instant | null;
  /** To about five minutes. */
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
  /** The key that it was rotated from. */
  readonly replaces: string | null;
}

/** A key and the hash of its secret. */
export type NewApiKey = Omit<ApiKey, 'lastUsedAt' | 'revokedAt'> & { readonly sha256: Buffer };

/** A key in use. */
export interface UsedApiKey extends ApiKey {
  /** The stores that it sees and touches now: a group's are those that are in it. Null: all of them. */
  readonly seenStores: readonly string[] | null;
}

/** What an attempt to use a key finds. */
export interface FoundKey {
  /** Null: the network of the attempt is not blocked. */
  readonly blockedSince: Instant | null;
  readonly key: UsedApiKey | null;
}

/** The value of `seenStores` of a row of `api_key`. */
export const SEEN_STORES = `
  case when group_kind is null then api_key.stores else ${memberIdsSql('group_kind', 'group_value')} end`;

const COLUMNS =
  'key_id, name, hint, role, stores, group_kind, group_value, created_at, expires_at, last_used_at, revoked_at, replaces' as const;

interface KeyRow {
  readonly key_id: string;
  readonly name: string;
  readonly hint: string;
  readonly role: Role;
  readonly stores: string[] | null;
  readonly group_kind: string | null;
  readonly group_value: string | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
  readonly replaces: string | null;
}

/** Taken by who makes the first key, so that of several processes one does. Any number of our own. */
const FIRST_KEY_LOCK = 4_021_126;

/** The keys of the API. */
export class ApiKeyRepository {
  constructor(private readonly database: Database) {}

  async add(key: NewApiKey, origin: Origin): Promise<void> {
    await this.database.transaction(async (client) => {
      await insert(client, key);
      await recordAuditEvent(client, { ...origin, ...change('create', key.keyId, null, describe(key)) });
    });
  }

  /** Adds a key if there is no admin key that can be used. Returns whether it did. */
  async addFirst(key: NewApiKey, origin: Origin): Promise<boolean> {
    return this.database.transaction(async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [FIRST_KEY_LOCK]);
      const { rowCount } = await client.query(
        `select from api_key where role = 'admin' and revoked_at is null and (expires_at is null or expires_at > $1)`,
        [formatInstant(key.createdAt)],
      );
      if (rowCount !== 0) return false;
      await insert(client, key);
      await recordAuditEvent(client, { ...origin, ...change('create', key.keyId, null, describe(key)) });
      return true;
    });
  }

  /**
   * Returns the key of a secret, also if it is revoked or has expired; or, without looking at keys, since when the network of
   * the attempt is blocked. Both are one statement, so that those who have a right key do not wait for another.
   */
  async findBySecret(sha256: Buffer | null, attempt: LogInAttempt): Promise<FoundKey> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ blocked_since: string | null; seen_stores: string[] | null } & (KeyRow | { key_id: null })>({
        // With a name it is prepared once for a connection: planning takes longer than the look-up.
        name: 'find-key-by-secret',
        text: `select blocked_since, ${COLUMNS}, ${SEEN_STORES} as seen_stores
           from (select (${BLOCKING_FAILURE}) as blocked_since) blocking
           left join api_key on blocked_since is null and sha256 = $4`,
        values: [...blockingParameters(attempt), sha256],
      }),
    );
    const row = rows[0]!;
    return {
      blockedSince: row.blocked_since === null ? null : instantFromSql(row.blocked_since),
      key: row.key_id === null ? null : { ...toApiKey(row), seenStores: row.seen_stores },
    };
  }

  /** Returns all keys, newest first. */
  async list(): Promise<ApiKey[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<KeyRow>(`select ${COLUMNS} from api_key order by created_at desc, key_id desc`),
    );
    return rows.map(toApiKey);
  }

  /**
   * Adds a key in place of another, which ends at an instant, or when it would have ended anyway. Returns the new one.
   * @throws {ApiKeyNotFoundError}
   * @throws {ApiKeyEndedError}
   */
  async rotate(
    keyId: string,
    origin: Origin,
    endsAt: Instant,
    replacement: Pick<NewApiKey, 'keyId' | 'hint' | 'sha256'>,
  ): Promise<ApiKey> {
    return this.database.transaction(async (client) => {
      const old = await getForUpdate(client, keyId);
      const now = origin.at;
      if (!isUsable(old, now)) throw new ApiKeyEndedError(keyId);
      await insert(client, { ...old, ...replacement, createdAt: now, replaces: keyId });
      await client.query('update api_key set expires_at = least(expires_at, $2) where key_id = $1', [
        keyId,
        formatInstant(endsAt),
      ]);
      const added = await getForUpdate(client, replacement.keyId);
      await recordAuditEvent(client, { ...origin, ...change('rotate', keyId, describe(old), describe(added)) });
      return added;
    });
  }

  /**
   * Ends a key and its sessions at once; one that is revoked stays as it is.
   * @throws {ApiKeyNotFoundError}
   */
  async revoke(keyId: string, origin: Origin): Promise<void> {
    await this.database.transaction(async (client) => {
      const now = origin.at;
      const key = await getForUpdate(client, keyId);
      if (key.revokedAt !== null) return;
      await client.query('update api_key set revoked_at = $2 where key_id = $1', [keyId, formatInstant(now)]);
      await client.query('update session set ended_at = $2 where key_id = $1 and ended_at is null', [
        keyId,
        formatInstant(now),
      ]);
      await recordAuditEvent(client, { ...origin, ...change('revoke', keyId, describe(key), null) });
    });
  }

  /** Records that a key was used. */
  async recordUse(keyId: string, at: Instant): Promise<void> {
    await this.database.withClient((client) =>
      client.query('update api_key set last_used_at = greatest(last_used_at, $2) where key_id = $1', [
        keyId,
        formatInstant(at),
      ]),
    );
  }
}

function change(action: string, keyId: string, before: object | null, after: object | null): Change {
  return { action, entity: 'key', entityId: keyId, before, after };
}

/** What of a key is in the audit trail: neither its secret nor the hash of it. */
function describe({ keyId, name, hint, role, stores, group, expiresAt }: Omit<NewApiKey, 'sha256'>): object {
  const limit = { stores, ...(group !== null && { group: formatGroup(group) }) };
  return { keyId, name, hint, role, ...limit, expiresAt: expiresAt === null ? null : formatInstant(expiresAt) };
}

/** Whether a key works at an instant. */
export function isUsable({ revokedAt, expiresAt }: ApiKey, at: Instant): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > at);
}

async function insert(client: ClientBase, key: NewApiKey): Promise<void> {
  await client.query(
    `insert into api_key (key_id, name, hint, sha256, role, stores, group_kind, group_value, created_at, expires_at, replaces)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      key.keyId,
      key.name,
      key.hint,
      key.sha256,
      key.role,
      key.stores,
      key.group?.kind ?? null,
      key.group?.value ?? null,
      formatInstant(key.createdAt),
      key.expiresAt === null ? null : formatInstant(key.expiresAt),
      key.replaces,
    ],
  );
}

async function getForUpdate(client: ClientBase, keyId: string): Promise<ApiKey> {
  const { rows } = await client.query<KeyRow>(`select ${COLUMNS} from api_key where key_id = $1 for update`, [keyId]);
  if (rows[0] === undefined) throw new ApiKeyNotFoundError(keyId);
  return toApiKey(rows[0]);
}

function toApiKey(row: KeyRow): ApiKey {
  const optional = (text: string | null) => (text === null ? null : instantFromSql(text));
  return {
    keyId: row.key_id,
    name: row.name,
    hint: row.hint,
    role: row.role,
    stores: row.stores,
    group: row.group_kind === null ? null : { kind: row.group_kind, value: row.group_value! },
    createdAt: instantFromSql(row.created_at),
    expiresAt: optional(row.expires_at),
    lastUsedAt: optional(row.last_used_at),
    revokedAt: optional(row.revoked_at),
    replaces: row.replaces,
  };
}
