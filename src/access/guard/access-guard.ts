import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Caller } from '../../domain/access/caller.js';
import type { Config } from '../../config/config.js';
import { holds, rolesThatHold } from '../../domain/access/role.js';
import { Problem } from '../../http/problems/problem.js';
import { clientOf } from '../limits/client-of.js';
import type { RequestLimiter } from '../limits/request-limiter.js';
import type { Refusals } from '../audit/refusals.js';
import type { Authenticator } from './authenticator.js';
import { factReader, isLoopback, type RequestFacts } from './request-facts.js';
import type { RouteAccess } from './route-access.js';

/** Decides whether a request may have what it asks for: the one place for HTTP and WebSockets. */
export class AccessGuard {
  private readonly readFacts: (request: IncomingMessage) => RequestFacts;
  private readonly allowedHosts: ReadonlySet<string>;

  constructor(
    { host, access }: Config,
    private readonly authenticator: Authenticator,
    private readonly limiter: RequestLimiter,
    private readonly refusals: Refusals,
  ) {
    this.readFacts = factReader(access.trustedProxies);
    this.allowedHosts = new Set([host.toLowerCase(), ...access.allowedHosts]);
  }

  /**
   * Returns the facts of a request that names this server. A page of the web can make its own name point to this
   * machine (DNS rebinding), so other names are refused.
   * @throws {Problem} 421
   */
  read(request: IncomingMessage): RequestFacts {
    const facts = this.readFacts(request);
    const { hostName } = facts;
    const isKnown =
      hostName !== null && (isIP(hostName) !== 0 || isLoopback(hostName) || this.allowedHosts.has(hostName));
    if (isKnown) return facts;
    const name = hostName === null ? 'no valid Host' : `the Host ${JSON.stringify(hostName)}`;
    throw new Problem(
      421,
      `The request has ${name}, which is no name of this server. If it should be one, add it to ALLOWED_HOSTS.`,
    );
  }

  /**
   * Returns who sends a request, if a route is theirs to use; null for a public route. The request is counted for them, or
   * for its address if they are not known. `onCount` gets the headers that tell what is left, also before an error.
   * @throws {Problem} 401, 403, 429
   */
  async admit(
    facts: RequestFacts,
    requestId: string,
    access: RouteAccess,
    onCount: (headers: Record<string, string>) => void = () => undefined,
  ): Promise<Caller | null> {
    const count = (sender: Caller | null) => {
      if (access.isCounted) onCount(this.limiter.count(clientOf(sender, facts.address)));
    };
    if (access.needs === 'public') {
      count(null);
      return null;
    }
    const caller = await this.authenticator.authenticate(facts, requestId).catch((error: unknown) => {
      count(null);
      throw error;
    });
    count(caller);
    const reason = reasonToRefuse(caller, access);
    if (reason === null) return caller;
    await this.refusals.record(caller, reason);
    throw new Problem(403, reason);
  }
}

/** Returns why a route is not a caller's to use; null if it is. */
function reasonToRefuse(caller: Caller, { needs, ofAllStores, changesByGet }: RouteAccess): string | null {
  if (needs !== 'any' && needs !== 'public' && !holds(caller.role, needs)) {
    const [weakest, ...others] = rolesThatHold(needs);
    const also = others.length === 0 ? '' : ` (or ${others.join(', ')})`;
    return `This needs the role ${weakest}${also}; yours is ${caller.role}.`;
  }
  if (ofAllStores && caller.stores !== 'all') return 'This is about all stores; your key is limited to some.';
  if (changesByGet && caller.byCookie) {
    return 'This GET changes something, so the cookie of a session is not enough: use POST, or a key.';
  }
  return null;
}
