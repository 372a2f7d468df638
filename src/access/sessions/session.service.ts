import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../../clock.js';
import { originOf, type Origin } from '../../domain/access/audit-event.js';
import type { Caller } from '../../domain/access/caller.js';
import { DAY, HOUR } from '../../domain/time/instant.js';
import { Problem } from '../../http/problems/problem.js';
import { SessionRepository, type NewSession, type Session } from '../../persistence/access/session.repository.js';
import { CLOCK } from '../../tokens.js';
import { Authenticator, SESSION_IDLE } from '../guard/authenticator.js';
import { hashOfToken } from '../guard/credentials.js';
import { isFromAnotherSite, isLoopback, type RequestFacts } from '../guard/request-facts.js';

const MAX_SESSION = 7 * DAY;

/** Shorter, since what is taken from someone at the provider holds only for the next log-in. */
const MAX_OIDC_SESSION = 12 * HOUR;

const TOKEN_BYTES = 32;

/** A session that began, and the value of its cookie, which is not stored. */
export interface BegunSession {
  readonly session: Omit<Session, 'lastUsedAt'>;
  readonly token: string;
}

/** Who a session is of. */
export type SessionOwner = Pick<NewSession, 'keyId' | 'subject' | 'name' | 'role' | 'stores'>;

/** The sessions of browsers. */
@Injectable()
export class SessionService {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly sessions: SessionRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Begins a session with the secret of a key.
   * @throws {Problem} 401 if the key can't be used, 403 if a session can't begin over this connection, 429 if too many
   * keys from the address were wrong
   */
  async logIn(facts: RequestFacts, requestId: string, secret: string): Promise<BegunSession> {
    this.checkConnection(facts);
    const {
      keyId,
      hint,
      role,
      seenStores: stores,
      name,
    } = await this.authenticator.usableKey(secret, {
      requestId,
      address: facts.address,
    });
    const owner = { keyId, subject: null, name: `${name} (${hint})`, role, stores };
    return this.begin(owner, { requestId, address: facts.address });
  }

  /**
   * Begins a session. With a key, it ends after seven days, after twelve hours without use, or with the key; by OpenID
   * Connect, after twelve hours.
   */
  async begin(owner: SessionOwner, from: Pick<Origin, 'requestId' | 'address'>): Promise<BegunSession> {
    const now = this.clock();
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const session = { ...owner, sessionId: randomUUID(), createdAt: now, expiresAt: now + lifeOf(owner) };
    const actor = { kind: 'session', id: session.sessionId, hint: owner.name } as const;
    await this.sessions.add({ ...session, sha256: hashOfToken(token) }, { ...from, actor, at: now });
    return { session, token };
  }

  /** Returns the sessions that have not ended, the last used one first. */
  async list(): Promise<Session[]> {
    const now = this.clock();
    return this.sessions.list(now, now - SESSION_IDLE);
  }

  /**
   * Ends a session of anyone.
   * @throws {SessionNotFoundError}
   */
  async endOther(sessionId: string, caller: Caller): Promise<void> {
    await this.sessions.end(sessionId, originOf(caller, this.clock()));
  }

  /** @throws {Problem} 409 if the caller has no session */
  async end(caller: Caller): Promise<void> {
    const { actor, byCookie } = caller;
    const sessionId = byCookie ? actor.id : null;
    if (sessionId === null) throw new Problem(409, 'There is no session to end: this request has none.');
    await this.sessions.end(sessionId, originOf(caller, this.clock()));
  }

  /** @throws {Problem} 403 if a session can't begin over this connection */
  checkConnection(facts: RequestFacts): void {
    if (isFromAnotherSite(facts)) throw new Problem(403, 'A page of another site sent this.');
    this.checkEncryption(facts);
  }

  /** @throws {Problem} 403 if others could see the cookie of a session */
  checkEncryption(facts: RequestFacts): void {
    const isLocal = isLoopback(facts.peer) && facts.hostName !== null && isLoopback(facts.hostName);
    if (facts.isEncrypted || isLocal) return;
    throw new Problem(
      403,
      'A session needs https, since whoever sees its cookie can use it. Put a proxy with TLS in front, and name it in ' +
        'TRUST_PROXY.',
    );
  }
}

function lifeOf({ keyId }: SessionOwner): number {
  return keyId === null ? MAX_OIDC_SESSION : MAX_SESSION;
}
