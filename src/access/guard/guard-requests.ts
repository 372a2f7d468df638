import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessGuard } from './access-guard.js';
import { PUBLIC, type AccessConfig, type RouteAccess } from './route-access.js';

/** The page about the API, which holds no data. */
const DOCUMENTATION = /^\/(docs|openapi\.)/;

/** Has each request checked before its body is read. Call it before any route is added. */
export function guardRequests(fastify: FastifyInstance, guard: AccessGuard): void {
  fastify.decorateRequest('caller', null);
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    const facts = guard.read(request.raw);
    request.caller = await guard.admit(facts, request.id, accessOf(request), (headers) => {
      void reply.headers(headers);
    });
  });
}

/** A route that declares nothing is no route of ours, or a mistake: it fails. */
function accessOf({ is404, method, url, routeOptions }: FastifyRequest): RouteAccess {
  const { access } = routeOptions.config as AccessConfig;
  if (access !== undefined) return access;
  if (is404 || method === 'OPTIONS' || DOCUMENTATION.test(url)) return PUBLIC;
  throw new Error(`the route ${method} ${routeOptions.url} does not declare what it needs`);
}
