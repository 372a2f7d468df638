import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

/** Answers 405 with `Allow` where a path has routes, but none of the method. Call it before any route is added. */
export function refuseOtherMethods(fastify: FastifyInstance): void {
  const methodsByPath = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ method, url }) => {
    const methods = methodsByPath.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    methodsByPath.set(url, methods);
  });
  fastify.addHook('onRequest', async ({ is404, method, url }) => {
    if (!is404) return;
    const path = url.split('?')[0]!;
    const allowed = [...methodsByPath].flatMap(([route, methods]) => (matches(route, path) ? [...methods] : []));
    if (allowed.length === 0) return;
    const allow = [...new Set(allowed)].sort().join(', ');
    throw new Problem(405, `${path} takes ${allow}, not ${method}.`, undefined, { allow });
  });
}

/** Whether a path belongs to a route such as `/stores/:storeId`. A slash at the end does not count. */
function matches(route: string, path: string): boolean {
  const [expected, given] = [segmentsOf(route), segmentsOf(path)];
  return (
    expected.length === given.length &&
    expected.every((segment, index) => segment.startsWith(':') || segment === given[index])
  );
}

function segmentsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/');
}
