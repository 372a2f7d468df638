import type { Change, Origin } from '../../domain/access/audit-event.js';
import type { Role } from '../../domain/access/role.js';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import { SEEN_STORES } from './api-key.repository.js';
import { SessionNotFoundError } from './access-errors.js';
import { recordAuditEvent } from './audit-event.repository.js';
import type { Database } from '../connection/database.js';
import { instantFromSql } from '../connection/instant-type.js';

/** The time that a browser is logged in. */
export interface Session {
  readonly sessionId: string;
  /** The key that it began with; null if it began with a log-in by OpenID Connect. */
  readonly keyId: string | null;
  /** Who logged in by OpenID Connect: issuer and subject. */
  readonly subject: string | null;
  /** The name of the key or of the person. */
  readonly name: string;
  readonly role: Role;
  /** The stores that it sees and touches now; null: all of them. */
  readonly stores: readonly string[] | null;
  readonly createdAt: Instant;
  /** To about a minute. */
  readonly lastUsedAt: Instant;
  readonly expiresAt: Instant;
}

/** A session and the hash of the value of its cookie. */
export type NewSession = Omit<Session, 'lastUsedAt'> & { readonly sha256: Buffer };

interface SessionRow {
  readonly session_id: string;
  readonly key_id: string | null;
  readonly subject: string | null;
  readonly name: string;
  readonly role: Role;
  readonly stores: string[] | null;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly expires_at: string;
}

/** Sessions that have not ended by $1 and were used after $2, and whose keys, if they have one, can be used. */
const USABLE = `
  select session_id, key_id, subject, session.name, session.role,
         case when group_kind is null then session.stores else (${SEEN_STORES}) end as stores, session.created_at,
         session.last_used_at, session.expires_at
    from session left join api_key using (key_id)
   where ended_at is null and session.expires_at > $1 and session.last_used_at > $2
     and revoked_at is null and (api_key.expires_at is null or api_key.expires_at > $1)`;

/** Sessions of browsers. */
export class SessionRepository {
  constructor(private readonly database: Database) {}

  /** Adds a session, and drops those that have expired. */
  async add(session: NewSession, origin: Origin): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query('delete from session where expires_at < $1', [formatInstant(session.createdAt)]);
      await client.query(
        `insert into session (session_id, sha256, key_id, subject, name, role, stores, created_at, last_used_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)`,
        [
          session.sessionId,
          session.sha256,
          session.keyId,
          session.subject,
          session.name,
          session.role,
          session.stores,
          formatInstant(session.createdAt),
          formatInstant(session.expiresAt),
        ],
      );
      const { sessionId, keyId, subject, role, stores } = session;
      const after = { keyId, subject, role, stores };
      await recordAuditEvent(client, { ...origin, ...change('log-in', sessionId, after) });
    });
  }

  /**
   * Returns the session of a cookie, if it has not ended, was used after `idleSince`, and its key, if it has one, can be
   * used.
   */
  async findUsable(sha256: Buffer, now: Instant, idleSince: Instant): Promise<Session | null> {
    const { rows } = await this.database.withClient((client) =>
      client.query<SessionRow>(`${USABLE} and session.sha256 = $3`, [
        formatInstant(now),
        formatInstant(idleSince),
        sha256,
      ]),
    );
    return rows[0] === undefined ? null : toSession(rows[0]);
  }

  /** Returns the sessions that can be used, as `findUsable` does; the last used one first. */
  async list(now: Instant, idleSince: Instant): Promise<Session[]> {
    const { rows } = await this.database.withClient((client) =>
      client.query<SessionRow>(`${USABLE} order by session.last_used_at desc, session_id`, [
        formatInstant(now),
        formatInstant(idleSince),
      ]),
    );
    return rows.map(toSession);
  }

  /** Records that a session was used. */
  async recordUse(sessionId: string, at: Instant): Promise<void> {
    await this.database.withClient((client) =>
      client.query('update session set last_used_at = greatest(last_used_at, $2) where session_id = $1', [
        sessionId,
        formatInstant(at),
      ]),
    );
  }

  /**
   * Ends a session; one that has ended stays as it is.
   * @throws {SessionNotFoundError}
   */
  async end(sessionId: string, origin: Origin): Promise<void> {
    await this.database.transaction(async (client) => {
      const { rows } = await client.query<{ ended_at: string | null }>(
        'select ended_at from session where session_id = $1 for update',
        [sessionId],
      );
      if (rows[0] === undefined) throw new SessionNotFoundError(sessionId);
      if (rows[0].ended_at !== null) return;
      await client.query('update session set ended_at = $2 where session_id = $1', [
        sessionId,
        formatInstant(origin.at),
      ]);
      const action = origin.actor.id === sessionId ? 'log-out' : 'end';
      await recordAuditEvent(client, { ...origin, ...change(action, sessionId, null) });
    });
  }
}

function change(action: string, sessionId: string, after: object | null): Change {
  return { action, entity: 'session', entityId: sessionId, before: null, after };
}

function toSession(row: SessionRow): Session {
  return {
    sessionId: row.session_id,
    keyId: row.key_id,
    subject: row.subject,
    name: row.name,
    role: row.role,
    stores: row.stores,
    createdAt: instantFromSql(row.created_at),
    lastUsedAt: instantFromSql(row.last_used_at),
    expiresAt: instantFromSql(row.expires_at),
  };
}
