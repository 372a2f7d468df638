import type { ServerOptions } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { consumedBy, hasBody, mediaTypeOf, MULTIPART_MEDIA_TYPE } from '../../http/bodies/media-types.js';
import { sendProblem } from '../../http/problems/problem-filter.js';
import { Problem } from '../../http/problems/problem.js';

/** Slower than any line on which somebody would upload a file. */
const MIN_UPLOAD_BYTES_PER_SECOND = 1_024;

const SECOND_MS = 1_000;

/** How often Node looks for connections that are too slow, unless the timeout is short. */
const MAX_CHECK_INTERVAL_MS = 5_000;

/** Options of the server by which it cuts connections whose headers do not arrive in time. */
export function headerTimeouts(timeoutSeconds: number): ServerOptions {
  const headersTimeout = timeoutSeconds * SECOND_MS;
  return {
    headersTimeout,
    connectionsCheckingInterval: Math.min(MAX_CHECK_INTERVAL_MS, headersTimeout / 4),
    // It would cut large uploads, too: see cutSlowBodies.
    requestTimeout: 0,
  };
}

/**
 * Answers 408 to a request whose body has not arrived in time. An upload may take any time, but must go on. Call it before
 * any hook is added that may refuse a request: bodies of refused requests are waited for, too.
 */
export function cutSlowBodies(fastify: FastifyInstance, timeoutSeconds: number): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (hasBody(request)) watchBody(request, reply, timeoutSeconds);
  });
}

function watchBody(request: FastifyRequest, reply: FastifyReply, timeoutSeconds: number): void {
  const { raw } = request;
  const isUpload = [...consumedBy(request), mediaTypeOf(request)].every((type) => type === MULTIPART_MEDIA_TYPE);
  const minBytes = MIN_UPLOAD_BYTES_PER_SECOND * timeoutSeconds;
  let received = raw.socket.bytesRead;
  const timer = setInterval(() => {
    const more = raw.socket.bytesRead - received;
    received += more;
    // What waits to be read is not the fault of the sender.
    const isGoingOn = isUpload && !reply.raw.headersSent && (more >= minBytes || raw.readableLength > 0);
    if (isGoingOn) return;
    clearInterval(timer);
    if (raw.complete) return;
    if (reply.raw.headersSent) {
      raw.destroy();
      return;
    }
    // After an answer, Node does not tell who reads the body that the connection is closed.
    raw.socket.once('close', () => raw.destroy());
    sendProblem(reply, isUpload ? slowUpload(timeoutSeconds, minBytes) : slowBody(timeoutSeconds));
  }, timeoutSeconds * SECOND_MS).unref();
  raw.once('close', () => clearInterval(timer));
}

/** The connection is closed after the answer: the rest of the body would come first otherwise. */
const AND_CLOSE = { connection: 'close' };

function slowBody(seconds: number): Problem {
  return new Problem(
    408,
    `The body of the request did not arrive within ${inSeconds(seconds)} (REQUEST_TIMEOUT_SECONDS). Send it faster, or in parts.`,
    undefined,
    AND_CLOSE,
  );
}

function slowUpload(seconds: number, minBytes: number): Problem {
  return new Problem(
    408,
    `Less than ${minBytes} bytes of the upload arrived within ${inSeconds(seconds)} (REQUEST_TIMEOUT_SECONDS). Nothing of it ` +
      'was taken. Send it again.',
    undefined,
    AND_CLOSE,
  );
}

function inSeconds(seconds: number): string {
  return seconds === 1 ? 'a second' : `${seconds} seconds`;
}
