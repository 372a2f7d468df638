import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../../clock.js';
import type { Config } from '../../config/config.js';
import type { OidcSettings } from '../../config/oidc-settings.js';
import type { Origin } from '../../domain/access/audit-event.js';
import { Problem } from '../../http/problems/problem.js';
import { AuditEventRepository } from '../../persistence/access/audit-event.repository.js';
import { OidcLogInRepository } from '../../persistence/access/oidc-log-in.repository.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { hashOfToken } from '../guard/credentials.js';
import type { RequestFacts } from '../guard/request-facts.js';
import { SessionService, type BegunSession } from '../sessions/session.service.js';
import { LOG_IN_TIME } from './log-in-cookie.js';
import { createLogInToken, secretsOf } from './log-in-secrets.js';
import { OidcProvider } from './oidc-provider.js';
import { readPerson, type Claims, type Person } from './person.js';
import { BEGIN_AGAIN } from './provider-problems.js';

/** A log-in that began: where the browser goes, and the value of its cookie. */
export interface BegunLogIn {
  readonly location: string;
  readonly token: string;
}

/** A log-in that ended with a session, and the path where the browser goes. */
export interface EndedLogIn {
  readonly begun: BegunSession;
  readonly returnTo: string;
}

/** Log-ins by OpenID Connect: code flow with PKCE. */
@Injectable()
export class OidcService {
  private readonly provider: OidcProvider | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly logIns: OidcLogInRepository,
    private readonly sessions: SessionService,
    private readonly auditEvents: AuditEventRepository,
  ) {
    this.provider = config.oidc === undefined ? undefined : new OidcProvider(config.oidc);
  }

  /** @throws {Problem} 404 if it is not set up, 403 over this connection, 400 at another URL, 502 and 503 by the provider */
  async begin(facts: RequestFacts, returnTo: string): Promise<BegunLogIn> {
    const { provider, settings } = this.setUp();
    this.sessions.checkEncryption(facts);
    const { origin } = new URL(settings.redirectUrl);
    if (facts.origin !== origin) {
      throw new Problem(
        400,
        `Log in at ${origin}/session/oidc, where the provider sends browsers back to. This request came to ` +
          `${facts.origin ?? 'no valid URL'}; if a proxy passed it on, TRUST_PROXY must name the proxy.`,
      );
    }
    const token = createLogInToken();
    const location = await provider.authorizationUrl(secretsOf(token));
    const now = this.clock();
    await this.logIns.add({ sha256: hashOfToken(token), returnTo, expiresAt: now + LOG_IN_TIME }, now);
    return { location: location.href, token };
  }

  /**
   * Ends a log-in by what the browser brought back from the provider.
   * @throws {Problem} 404 if it is not set up, 400 if the answer is of no log-in of this browser, 403 if the person may do
   * nothing, 502 and 503 by the provider
   */
  async end(
    facts: RequestFacts,
    requestId: string,
    answer: URLSearchParams,
    token: string | null,
  ): Promise<EndedLogIn> {
    const { provider, settings } = this.setUp();
    this.sessions.checkEncryption(facts);
    if (token === null) throw badAnswer('This browser has begun no log-in in the last ten minutes.');
    const secrets = secretsOf(token);
    const isOfThisLogIn = answer.get('state') === secrets.state;
    if (!isOfThisLogIn) throw badAnswer('This is the answer to another log-in than the last one of this browser.');
    const returnTo = await this.logIns.take(hashOfToken(token), this.clock());
    if (returnTo === null) throw badAnswer('This log-in has ended already, or took too long.');
    const from = { requestId, address: facts.address };
    const person = await this.admit(await provider.redeem(answer, secrets), settings, from);
    return {
      begun: await this.sessions.begin({ keyId: null, ...person }, from),
      returnTo,
    };
  }

  /** @throws {Problem} 403 if the person may do nothing here, which is in the audit trail then */
  private async admit(
    claims: Claims,
    settings: OidcSettings,
    from: Pick<Origin, 'requestId' | 'address'>,
  ): Promise<Person> {
    try {
      return readPerson(claims, settings);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const actor = { kind: 'anonymous', id: null, hint: `${claims.iss} ${claims.sub}` } as const;
      const after = { reason: error.detail };
      const refused = { action: 'refuse', entity: 'session', entityId: null, before: null, after } as const;
      await this.auditEvents.record({ ...from, actor, at: this.clock(), ...refused });
      throw error;
    }
  }

  private setUp() {
    const { provider, config } = this;
    if (provider !== undefined && config.oidc !== undefined) return { provider, settings: config.oidc };
    throw new Problem(
      404,
      'Nobody logs in by OpenID Connect here, since OIDC_ISSUER is not set. POST /session takes an API key.',
    );
  }
}

function badAnswer(reason: string): Problem {
  return new Problem(400, `${reason} ${BEGIN_AGAIN}`);
}
