import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import { SECOND } from '../../domain/time/instant.js';
import { sessionCookieName } from '../guard/credentials.js';
import type { RequestFacts } from '../guard/request-facts.js';
import type { BegunSession } from './session.service.js';

/** Gives a browser the cookie of a session. Scripts can't read it, and no other site can have it sent. */
export function setSessionCookie(reply: FastifyReply, facts: RequestFacts, { session, token }: BegunSession): void {
  const maxAge = (session.expiresAt - session.createdAt) / SECOND;
  void reply.setCookie(sessionCookieName(facts), token, { ...attributes(facts), maxAge });
}

export function clearSessionCookie(reply: FastifyReply, facts: RequestFacts): void {
  void reply.clearCookie(sessionCookieName(facts), attributes(facts));
}

function attributes({ isEncrypted }: RequestFacts): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: isEncrypted };
}
