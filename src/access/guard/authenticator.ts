import { Logger } from '@nestjs/common';
import type { Clock } from '../../clock.js';
import type { Config } from '../../config/config.js';
import type { Caller } from '../../domain/access/caller.js';
import type { StoreScope } from '../../domain/access/store-scope.js';
import { messageOf } from '../../domain/error-message.js';
import { HOUR, MINUTE, type Instant } from '../../domain/time/instant.js';
import { Problem } from '../../http/problems/problem.js';
import {
  isUsable,
  type ApiKey,
  type ApiKeyRepository,
  type UsedApiKey,
} from '../../persistence/access/api-key.repository.js';
import type { SessionRepository } from '../../persistence/access/session.repository.js';
import { refusedSecret } from '../audit/refusals.js';
import { hashOf, isSecret } from '../keys/key-secret.js';
import type { FailedLogins } from '../limits/failed-logins.js';
import { bearerOf, hashOfToken, sessionTokenOf } from './credentials.js';
import { hidesItsSite, isForwarded, isFromAnotherSite, isLoopback, type RequestFacts } from './request-facts.js';

/** A session that was not used for this time has ended. */
export const SESSION_IDLE = 12 * HOUR;

/** How exact the times of last use are. */
const KEY_USE_PRECISION = 5 * MINUTE;
const SESSION_USE_PRECISION = MINUTE;

export interface AuthenticatorDependencies {
  readonly config: Config;
  readonly keys: ApiKeyRepository;
  readonly sessions: SessionRepository;
  readonly failedLogins: FailedLogins;
  readonly clock: Clock;
}

/** Finds out who sends a request. */
export class Authenticator {
  private readonly logger = new Logger('Access');

  constructor(private readonly dependencies: AuthenticatorDependencies) {}

  /**
   * @throws {Problem} 401 if the request does not say who sends it, or not rightly; 403 if another site sends it; 429 if
   * too many keys from its address were wrong
   */
  async authenticate(facts: RequestFacts, requestId: string): Promise<Caller> {
    const sender = { address: facts.address, requestId };
    const bearer = bearerOf(facts);
    if (bearer === 'other-scheme') throw unauthorized('Authorization has another scheme than Bearer.');
    if (bearer !== null) return { ...callerOf(await this.usableKey(bearer.secret, sender)), ...sender };
    const session = await this.bySession(facts);
    if (session !== null) return { ...session, ...sender };
    const reason = this.reasonToAskForKey(facts);
    if (reason !== null) throw unauthorized(reason);
    const kind = this.dependencies.config.access.auth === 'off' ? 'anonymous' : 'local';
    const actor = { kind, id: null, hint: null } as const;
    return { actor, role: 'admin', stores: 'all', keyId: null, byCookie: false, ...sender };
  }

  /**
   * Returns the key of a secret.
   * @throws {Problem} 401 if there is none that can be used; 429 if too many attempts from there have failed
   */
  async usableKey(secret: string, sender: Pick<Caller, 'address' | 'requestId'>): Promise<UsedApiKey> {
    const { keys, failedLogins, clock } = this.dependencies;
    const attempt = failedLogins.attempt(sender.address, secret, clock());
    const { blockedSince, key } = await keys.findBySecret(isSecret(secret) ? hashOf(secret) : null, attempt);
    if (blockedSince !== null) throw failedLogins.blocked(attempt, blockedSince);
    const isRight = key !== null && isUsable(key, attempt.at);
    if (!isRight) {
      const reason = whyInvalid(secret, key);
      await failedLogins.record(attempt, refusedSecret(secret, key, reason, { ...sender, at: attempt.at }));
      throw invalidKey(reason);
    }
    this.recordUse(key.lastUsedAt, attempt.at, KEY_USE_PRECISION, () => keys.recordUse(key.keyId, attempt.at));
    return key;
  }

  private async bySession(facts: RequestFacts): Promise<KnownCaller | null> {
    const token = sessionTokenOf(facts);
    if (token === null) return null;
    const now = this.dependencies.clock();
    const { sessions } = this.dependencies;
    const session = await sessions.findUsable(hashOfToken(token), now, now - SESSION_IDLE);
    if (session === null) return null;
    if (isFromAnotherSite(facts) || hidesItsSite(facts)) {
      throw new Problem(403, 'The cookie of a session is for pages of this server; this does not come from one.');
    }
    const { sessionId, name, keyId, lastUsedAt } = session;
    this.recordUse(lastUsedAt, now, SESSION_USE_PRECISION, () => sessions.recordUse(sessionId, now));
    return { ...limitsOf(session), actor: { kind: 'session', id: sessionId, hint: name }, keyId, byCookie: true };
  }

  /** Records a use in the background, if the last one is long ago. No request waits for it or fails by it. */
  private recordUse(last: Instant | null, now: Instant, precision: number, record: () => Promise<void>): void {
    if (last !== null && now - last < precision) return;
    record().catch((error: unknown) => this.logger.warn(`the last use can't be recorded: ${messageOf(error)}`));
  }

  /** Returns why a request without a key is not enough; null if it is. */
  private reasonToAskForKey(facts: RequestFacts): string | null {
    const { host, access } = this.dependencies.config;
    if (access.auth === 'required') return 'AUTH is "required".';
    if (isFromAnotherSite(facts)) return 'A page of another site sent this.';
    if (access.auth === 'off') return null;
    if (!isLoopback(host)) return `The API listens beyond this machine, at ${host}.`;
    if (!isLoopback(facts.peer)) return 'It does not come from this machine.';
    if (isForwarded(facts)) return 'A proxy passed it on, so it may come from another machine.';
    if (facts.hostName === null || !isLoopback(facts.hostName)) return 'Its Host is not a name of this machine.';
    return null;
  }
}

/** A caller, apart from where the request comes from. */
type KnownCaller = Omit<Caller, 'address' | 'requestId'>;

function callerOf(key: UsedApiKey): KnownCaller {
  return {
    ...limitsOf({ role: key.role, stores: key.seenStores }),
    actor: { kind: 'key', id: key.keyId, hint: key.hint },
    keyId: key.keyId,
    byCookie: false,
  };
}

function limitsOf({ role, stores }: Pick<ApiKey, 'role' | 'stores'>): Pick<Caller, 'role' | 'stores'> {
  const scope: StoreScope = stores === null ? 'all' : new Set(stores);
  return { role, stores: scope };
}

const HOW_TO = 'Send a key as "Authorization: Bearer sl_...".';

function unauthorized(reason: string): Problem {
  return new Problem(401, `This needs a key. ${reason} ${HOW_TO}`, undefined, {
    'www-authenticate': 'Bearer realm="storelight"',
  });
}

function whyInvalid(secret: string, key: ApiKey | null): string {
  if (!isSecret(secret)) return 'This is no key of Storelight: it is cut off or mistyped.';
  if (key === null) return 'There is no such key here.';
  return `This key ${key.revokedAt === null ? 'has expired' : 'is revoked'}.`;
}

function invalidKey(reason: string): Problem {
  return new Problem(401, `${reason} ${HOW_TO}`, undefined, {
    'www-authenticate': `Bearer realm="storelight", error="invalid_token", error_description="${reason}"`,
  });
}
