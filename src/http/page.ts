import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problems/problem.js';

/** Built to dist/. Beside the compiled src/ there; the tests run the sources. */
const FOLDERS = ['../../page/', '../../dist/page/'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));

const INDEX = 'index.html';

/** The names of these files have a hash of their content in them. */
const ASSETS = 'assets/';

const FOREVER = { maxAge: '365d', immutable: true, cacheControl: true };

/** Asked for again each time, and answered by 304 if it has not changed. */
const REVALIDATED = { maxAge: 0, cacheControl: true };

/** The path of the page in a browser. */
const PAGE_PATH = '/ui';

const ABOUT = `This is an API: /docs describes it. A browser finds the page at ${PAGE_PATH}/.`;

/**
 * Serves the page under `/ui/`, with what each of its routes needs in `config`. A path below it that is no file is the page,
 * which then shows what the path names. `/` leads a browser there.
 */
export async function servePage(fastify: FastifyInstance, config: object): Promise<void> {
  const root = FOLDERS.find((folder) => existsSync(folder + INDEX));
  if (root !== undefined) {
    await fastify.register(fastifyStatic, { root, serve: false, preCompressed: true, cacheControl: false });
  }
  const send = (request: FastifyRequest, reply: FastifyReply) => {
    if (root === undefined) throw new Problem(404, 'The page has not been built: `npm run build` builds it.');
    const file = (request.params as { '*'?: string })['*'] ?? '';
    const exists = isFileIn(root, file);
    if (!file.startsWith(ASSETS)) return reply.sendFile(exists ? file : INDEX, REVALIDATED);
    if (!exists) throw new Problem(404, `The page has no file ${file}: load it again.`);
    return reply.sendFile(file, FOREVER);
  };
  fastify.get(PAGE_PATH, { config }, send);
  fastify.get(`${PAGE_PATH}/*`, { config }, send);
  fastify.get('/', { config }, async ({ headers }, reply) => {
    const isBrowser = headers.accept?.includes('text/html') === true;
    if (!isBrowser) throw new Problem(404, ABOUT);
    return reply.redirect(`${PAGE_PATH}/`, 302);
  });
}

function isFileIn(root: string, file: string): boolean {
  const found = path.resolve(root, file);
  return found.startsWith(root) && (statSync(found, { throwIfNoEntry: false })?.isFile() ?? false);
}
