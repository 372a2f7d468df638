import { tlsFailureOf } from '../../domain/tls-failure.js';

/** SQLSTATEs of a server that is down or busy: connection, shutdown, start-up, too many connections, statement or lock timeout. */
const UNAVAILABLE_STATES = /^(08|57P0|53300|57014|55P03)/;

const UNAVAILABLE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** Messages of `pg` that come without a code. */
const UNAVAILABLE_MESSAGES = /connection terminated|timeout exceeded when trying to connect/i;

/** Whether an error means that the database can't be reached or does not respond. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let current = error; Error.isError(current); current = current.cause) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    if (UNAVAILABLE_STATES.test(code) || UNAVAILABLE_CODES.has(code)) return true;
    if (UNAVAILABLE_MESSAGES.test(current.message) || tlsFailureOf(current) !== null) return true;
    if ('errors' in current && Array.isArray(current.errors) && current.errors.some(isDatabaseUnavailable)) return true;
  }
  return false;
}

const UNIQUE_VIOLATION = '23505';

export function isUniqueViolation(error: unknown): boolean {
  return Error.isError(error) && 'code' in error && error.code === UNIQUE_VIOLATION;
}

/** SQLSTATEs of a table, a column and a function that do not exist, and of one that the user may not use yet. */
const UNMIGRATED_STATES = new Set(['42P01', '42703', '42883', '42501']);

/** Whether an error means that the database has not been migrated to the schema and the privileges of this version. */
export function isSchemaOutdated(error: unknown): boolean {
  return Error.isError(error) && 'code' in error && UNMIGRATED_STATES.has(String(error.code));
}
