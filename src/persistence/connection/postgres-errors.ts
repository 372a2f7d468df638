/**
 * SQLSTATEs that mean that the server is away or busy: connection, shutdown or start-up, too many connections, a statement
 * or a lock that was waited for too long.
 */
const UNAVAILABLE_STATES = /^(08|57P0|53300|57014|55P03)/;

const UNAVAILABLE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** What `pg` says where it gives no code. */
const UNAVAILABLE_MESSAGES = /connection terminated|timeout exceeded when trying to connect/i;

/** Whether an error says that the database can't be reached or does not answer, not that a statement was wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let current = error; Error.isError(current); current = current.cause) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    if (UNAVAILABLE_STATES.test(code) || UNAVAILABLE_CODES.has(code)) return true;
    if (UNAVAILABLE_MESSAGES.test(current.message)) return true;
    if ('errors' in current && Array.isArray(current.errors) && current.errors.some(isDatabaseUnavailable)) return true;
  }
  return false;
}

/** Whether an error says that what must be unique is not. */
export function isUniqueViolation(error: unknown): boolean {
  return Error.isError(error) && 'code' in error && error.code === '23505';
}

/** SQLSTATE of a table that is not there, and of a column. */
const UNMIGRATED_STATES = new Set(['42P01', '42703']);

/** Whether an error says that the database was not brought up to the schema of this version. */
export function isSchemaOutdated(error: unknown): boolean {
  return Error.isError(error) && 'code' in error && UNMIGRATED_STATES.has(String(error.code));
}
