import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** What an answer may load in a browser: nothing. */
const NOTHING = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
};

/** The page about the API loads its own scripts, and has styles and pictures in it. */
const DOCUMENTATION = {
  ...NOTHING,
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
};

/** The page loads its own files only, and calls the API that it comes from. */
const PAGE = {
  ...NOTHING,
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'font-src': ["'self'"],
};

const POLICIES: Readonly<Record<string, Record<string, string[]>>> = { docs: DOCUMENTATION, ui: PAGE };

const policy = (directives: Record<string, string[]>) => ({ useDefaults: false, directives });

/**
 * Sends security headers with every answer. There is no `upgrade-insecure-requests` and nothing else that needs https: a
 * server on a local network may have none; where a proxy has TLS, it sends `Strict-Transport-Security`. Call it before
 * any hook is added that may refuse a request.
 */
export async function sendSecurityHeaders(fastify: FastifyInstance): Promise<void> {
  fastify.addHook('onRoute', (route) => {
    const directives = POLICIES[route.url.split('/')[1]!];
    if (directives !== undefined) route.helmet = { contentSecurityPolicy: policy(directives) };
  });
  await fastify.register(helmet, {
    contentSecurityPolicy: policy(NOTHING),
    frameguard: { action: 'deny' },
    // With `no-referrer`, browsers would send `Origin: null` with forms of our own pages.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    hsts: false,
  });
}

const EXPOSED_HEADERS = ['etag', 'location', 'retry-after', 'ratelimit', 'ratelimit-policy', 'x-report-status'];

/** Lets pages of some other origins call the API with a key. They never get the cookie of a session. */
export function allowOrigins(api: NestFastifyApplication, origins: readonly string[]): void {
  if (origins.length === 0) return;
  api.enableCors({
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'content-encoding',
      'if-match',
      'if-none-match',
      'idempotency-key',
      'range',
    ],
    exposedHeaders: EXPOSED_HEADERS,
    credentials: false,
  });
}
