import { createHash } from 'node:crypto';
import { fastifyCookie } from '@fastify/cookie';
import { SESSION_COOKIE } from '../../http/openapi/security-schemes.js';
import type { RequestFacts } from './request-facts.js';

/** Over http on this machine, where there is no `Secure`. */
const LOCAL_COOKIE = 'storelight';

/** Returns the name of the cookie of a session, which says how it came here. */
export function sessionCookieName({ isEncrypted }: Pick<RequestFacts, 'isEncrypted'>): string {
  return isEncrypted ? SESSION_COOKIE : LOCAL_COOKIE;
}

/** Returns the value of the cookie of a session. */
export function sessionTokenOf(facts: RequestFacts): string | null {
  return fastifyCookie.parse(facts.headers.cookie ?? '')[sessionCookieName(facts)] ?? null;
}

/** What is stored instead of the value of a cookie, which has 256 random bits. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Returns what follows `Bearer` in the header `Authorization`; null if there is no such header. */
export function bearerOf({ headers }: RequestFacts): { readonly secret: string } | 'other-scheme' | null {
  const { authorization } = headers;
  if (authorization === undefined) return null;
  const secret = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  return secret === undefined ? 'other-scheme' : { secret };
}
