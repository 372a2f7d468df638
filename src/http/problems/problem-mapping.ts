import type { IncomingMessage } from 'node:http';
import { HttpException, Logger } from '@nestjs/common';
import { messageOf } from '../../domain/error-message.js';
import { UnknownTimeZoneError } from '../../domain/time-zones/time-zone-database.js';
import { ClosureNotFoundError, ClosureOverlapError } from '../../persistence/calendars/closure-errors.js';
import { DataVersionNotFoundError } from '../../persistence/connection/data-version.js';
import { isDatabaseUnavailable, isSchemaOutdated } from '../../persistence/connection/postgres-errors.js';
import { ApiKeyEndedError, ApiKeyNotFoundError, SessionNotFoundError } from '../../persistence/access/access-errors.js';
import { GroupNotFoundError } from '../../persistence/groups/group-errors.js';
import { ImportNotFoundError } from '../../persistence/imports/import-errors.js';
import { PollsDroppedError } from '../../persistence/polls/poll-retention.js';
import { NoDataError, ReportNotFoundError, TooManyReportsError } from '../../persistence/reports/report-errors.js';
import {
  BusinessHoursChangedError,
  SpecialHoursChangedError,
  StoreAlreadyExistsError,
  StoreNotFoundError,
} from '../../persistence/stores/store-errors.js';
import { isTemporalUnavailable } from '../../temporal/grpc-errors.js';
import { Problem } from './problem.js';
import { tooManyRequests } from './too-many-requests.js';

/** The parts of a request that a problem or the log names. */
export type RequestInfo = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** A report takes seconds; many at once, a minute or so. */
const REPORT_RETRY_AFTER_SECONDS = 30;

const logger = new Logger('Http');

/** Maps any error to the problem that the client gets. The only place where errors become status codes. */
export function toProblem(error: unknown, request: RequestInfo): Problem {
  if (error instanceof Problem) return error;
  const expected = fromExpectedError(error);
  if (expected !== null) return expected;
  if (isDatabaseUnavailable(error)) return unavailable('the database', error);
  if (isSchemaOutdated(error)) {
    logger.error(`the database is not up to date: ${String(error)}`);
    return new Problem(503, 'The database is not up to date: run the migration of this version.');
  }
  if (isTemporalUnavailable(error)) return unavailable('the workflow server (Temporal)', error);
  if (error instanceof HttpException) return fromHttpException(error, request);
  if (isClientError(error)) return new Problem(error.statusCode, withFullStop(error.message));
  logger.error(`${request.method} ${pathOf(request)}: ${error instanceof Error ? error.stack : String(error)}`);
  return new Problem(500, 'Something went wrong on the server. Its log says more.');
}

/** The typed errors of the layers below the API; null for any other error. */
function fromExpectedError(error: unknown): Problem | null {
  if (error instanceof StoreNotFoundError) {
    return new Problem(404, `There is no store ${JSON.stringify(error.storeId)}. GET /stores lists all.`);
  }
  if (error instanceof GroupNotFoundError) {
    return new Problem(404, `${withFullStop(capitalize(error.message))} GET /groups lists those there are.`);
  }
  if (error instanceof StoreAlreadyExistsError) {
    return new Problem(
      409,
      `There is a store ${JSON.stringify(error.storeId)} already. PATCH it for another zone, PUT its business-hours for others.`,
    );
  }
  if (error instanceof BusinessHoursChangedError) {
    return new Problem(
      412,
      `The business hours of ${JSON.stringify(error.storeId)} are no longer those that If-Match names. GET them, decide ` +
        'again, and PUT with their ETag.',
    );
  }
  if (error instanceof SpecialHoursChangedError) {
    return new Problem(
      412,
      `The special hours of ${JSON.stringify(error.owner)} are no longer those that If-Match names. GET the same dates, ` +
        'decide again, and PUT with their ETag.',
    );
  }
  if (error instanceof ClosureNotFoundError) {
    return new Problem(404, `There is no closure ${error.closureId}. GET /closures lists those there are.`);
  }
  if (error instanceof ClosureOverlapError) {
    return new Problem(
      409,
      `The closure ${error.otherId} of the same kind takes a part of this time, for the same stores. PATCH that one, or ask for ` +
        'another time.',
    );
  }
  if (error instanceof ReportNotFoundError) {
    return new Problem(404, `There is no report ${error.reportId}. GET /reports lists those there are.`);
  }
  if (error instanceof TooManyReportsError) {
    const [whose, variable] =
      error.of === 'key' ? ['of this key ', 'RUNNING_REPORTS_PER_KEY'] : ['', 'RUNNING_REPORTS'];
    return tooManyRequests(
      `${error.limit} reports ${whose}are running, as many as may at once (${variable}).`,
      REPORT_RETRY_AFTER_SECONDS,
    );
  }
  if (error instanceof ImportNotFoundError) {
    return new Problem(404, `There is no import ${error.importId}. GET /imports lists those there are.`);
  }
  if (error instanceof ApiKeyNotFoundError) {
    return new Problem(404, `There is no key ${error.keyId}. GET /keys lists all.`);
  }
  if (error instanceof SessionNotFoundError) {
    return new Problem(404, `There is no session ${error.sessionId}. GET /sessions lists those that have not ended.`);
  }
  if (error instanceof ApiKeyEndedError) {
    return new Problem(409, 'The key is revoked or has expired. POST /keys makes another.');
  }
  if (error instanceof UnknownTimeZoneError) {
    return new Problem(422, `${withFullStop(error.message)} PATCH the store to another zone.`);
  }
  if (error instanceof PollsDroppedError || error instanceof NoDataError || error instanceof DataVersionNotFoundError) {
    return new Problem(422, withFullStop(capitalize(error.message)));
  }
  return null;
}

function unavailable(server: string, error: unknown): Problem {
  logger.warn(`${server} does not answer: ${messageOf(error)}`);
  return new Problem(503, `${capitalize(server)} does not answer at the moment. Try again in a few seconds.`);
}

function fromHttpException(error: HttpException, request: RequestInfo): Problem {
  const status = error.getStatus();
  if (status === 404) {
    return new Problem(404, `There is nothing at ${request.method} ${pathOf(request)}. /docs lists all routes.`);
  }
  return new Problem(status, withFullStop(error.message));
}

function pathOf({ url }: RequestInfo): string | undefined {
  return url?.split('?')[0];
}

/** An error that fastify throws for a bad request: no valid JSON, too large. */
function isClientError(error: unknown): error is Error & { statusCode: number } {
  return (
    // Errors of Fastify inherit from Error, and are none for Error.isError.
    (Error.isError(error) || error instanceof Error) &&
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
