import type { IncomingMessage } from 'node:http';
import { ArgumentsHost, Catch, HttpException, Logger, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseUnavailable, isSchemaOutdated } from '../persistence/connection/postgres-errors.js';
import { isTemporalUnavailable } from '../temporal/client.js';
import { Problem, PROBLEM_MEDIA_TYPE } from './problem.js';

/** What of a request tells which one it was. */
type RequestInfo = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

const logger = new Logger('Http');

/** Turns whatever goes wrong in a request into a problem document. The only place where errors become answers. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error, request);
    if (problem.status === 503) void reply.header('retry-after', '5');
    sendProblem(reply, problem);
  }
}

/** What there is to say of an error to who asked. */
export function toProblem(error: unknown, request: RequestInfo): Problem {
  if (error instanceof Problem) return error;
  if (isDatabaseUnavailable(error)) return unavailable('the database', error);
  if (isSchemaOutdated(error)) {
    logger.error(`the database is not up to date: ${String(error)}`);
    return new Problem(503, 'The database is not up to date: run the migration of this version.');
  }
  if (isTemporalUnavailable(error)) return unavailable('the workflow server (Temporal)', error);
  if (error instanceof HttpException) return fromHttpException(error, request);
  if (isClientError(error)) return new Problem(error.statusCode, withFullStop(error.message));
  logger.error(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`);
  return new Problem(500, 'Something went wrong on the server. Its log says more.');
}

function unavailable(what: string, error: unknown): Problem {
  logger.warn(`${what} does not answer: ${error instanceof Error ? error.message : String(error)}`);
  return new Problem(503, `${capitalize(what)} does not answer at the moment. Try again in a few seconds.`);
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  void reply.status(problem.status).type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(problem.toDocument()));
}

function fromHttpException(error: HttpException, request: RequestInfo): Problem {
  if (error.getStatus() === 404) {
    const path = request.url?.split('?')[0];
    return new Problem(404, `There is nothing at ${request.method} ${path}. /docs lists all routes.`);
  }
  if (error.getStatus() === UNSUPPORTED_MEDIA_TYPE) return unsupportedMediaType(request);
  return new Problem(error.getStatus(), withFullStop(error.message));
}

const UNSUPPORTED_MEDIA_TYPE = 415;

function unsupportedMediaType({ method, url, headers }: RequestInfo): Problem {
  return new Problem(
    UNSUPPORTED_MEDIA_TYPE,
    `${method} ${url?.split('?')[0]} does not take ${JSON.stringify(headers['content-type'])}. Send JSON as application/json, ` +
      'polls also as application/x-ndjson, and files as multipart/form-data, such as curl -F file=@store_status.csv does.',
  );
}

/** What fastify refuses by itself: a body that is no JSON, too large, of another media type. */
function isClientError(error: unknown): error is Error & { statusCode: number } {
  return (
    Error.isError(error) &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode >= 400 &&
    error.statusCode < 500
  );
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function withFullStop(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}
