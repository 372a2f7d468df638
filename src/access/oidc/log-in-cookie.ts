import { fastifyCookie, type CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import { MINUTE, SECOND } from '../../domain/time/instant.js';
import { sessionCookieName } from '../guard/credentials.js';
import type { RequestFacts } from '../guard/request-facts.js';

/** Time to enter a password and a second factor. */
export const LOG_IN_TIME = 10 * MINUTE;

/** Ties a log-in to the browser that began it. */
export function setLogInCookie(reply: FastifyReply, facts: RequestFacts, token: string): void {
  void reply.setCookie(cookieName(facts), token, { ...attributes(facts), maxAge: LOG_IN_TIME / SECOND });
}

export function clearLogInCookie(reply: FastifyReply, facts: RequestFacts): void {
  void reply.clearCookie(cookieName(facts), attributes(facts));
}

export function logInTokenOf(facts: RequestFacts): string | null {
  return fastifyCookie.parse(facts.headers.cookie ?? '')[cookieName(facts)] ?? null;
}

function cookieName(facts: RequestFacts): string {
  return `${sessionCookieName(facts)}-log-in`;
}

/** Lax, since it is the page of the provider that sends the browser back. */
function attributes({ isEncrypted }: RequestFacts): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isEncrypted };
}
