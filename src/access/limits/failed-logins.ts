import type { AuditEvent } from '../../domain/access/audit-event.js';
import { MINUTE, SECOND, type Instant } from '../../domain/time/instant.js';
import type { Problem } from '../../http/problems/problem.js';
import { tooManyRequests } from '../../http/problems/too-many-requests.js';
import type { FailedLoginRepository, LogInAttempt } from '../../persistence/access/failed-login.repository.js';
import { hashOf, isSecret } from '../keys/key-secret.js';
import { networkOf } from './network.js';

/** Failed log-ins count for so long. */
const PERIOD = 15 * MINUTE;

/** Counts the attempts to use a key that fail, by address and for all APIs. */
export class FailedLogins {
  constructor(
    private readonly perAddress: number,
    private readonly repository: FailedLoginRepository,
  ) {}

  /**
   * An attempt to use a key. A program that goes on with an old key is no attack, so failures of the same key count once.
   * Of what has not the form of a key, no trace is kept: it may be a password.
   */
  attempt(address: string, secret: string, at: Instant): LogInAttempt {
    const fingerprint = isSecret(secret) ? hashOf(secret).readInt32BE() : null;
    return { network: networkOf(address), at, since: at - PERIOD, maxFailures: this.perAddress, fingerprint };
  }

  /**
   * Records that an attempt failed, also in the audit trail.
   * @throws {Problem} 429 if that many have failed meanwhile
   */
  async record(attempt: LogInAttempt, event: AuditEvent): Promise<void> {
    const blockedSince = await this.repository.record(attempt, event);
    if (blockedSince !== null) throw this.blocked(attempt, blockedSince);
  }

  /** The answer to an attempt that is not even looked at, since the failure of `blockedSince` and later ones are too many. */
  blocked({ at }: LogInAttempt, blockedSince: Instant): Problem {
    return tooManyRequests(
      `${this.perAddress} attempts to use a key have failed from this address within 15 minutes ` +
        '(FAILED_LOGINS_PER_ADDRESS), so no key is taken from it for now.',
      Math.max(1, Math.ceil((blockedSince + PERIOD - at) / SECOND)),
    );
  }
}
