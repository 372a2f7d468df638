import { Connection } from '@temporalio/client';
import pg from 'pg';
import type { TemporalCredentials } from '../src/config/temporal-settings.js';
import { checkDatabaseTls, type DatabaseVariable } from '../src/persistence/connection/database-tls.js';
import { isTemporalRefusal } from '../src/temporal/grpc-errors.js';
import { checkTemporalTls } from '../src/temporal/check-tls.js';
import { StartError } from './start-error.js';

const CONNECT_TIMEOUT_MS = 10_000;

/** @throws {StartError} if the database of a variable can't be used; the message hides the password */
export async function checkDatabase(url: string, variable: DatabaseVariable): Promise<void> {
  await checkDatabaseTls(url, variable);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
  } catch (cause) {
    const shown = new URL(url);
    if (shown.password !== '') shown.password = '***';
    throw new StartError(
      `${variable} ${shown.href} can't be reached (${reasonOf(cause)}): start that server, or unset ${variable}`,
      { cause },
    );
  } finally {
    await client.end();
  }
}

/** @throws {StartError} if the Temporal server of TEMPORAL_ADDRESS can't be used */
export async function checkTemporal(
  address: string,
  namespace: string,
  credentials: TemporalCredentials,
): Promise<void> {
  await checkTemporalTls(address, credentials);
  try {
    const connection = await Connection.connect({ ...credentials, address, connectTimeout: CONNECT_TIMEOUT_MS });
    try {
      await connection.workflowService.describeNamespace({ namespace });
    } finally {
      await connection.close();
    }
  } catch (cause) {
    const toDo = isTemporalRefusal(cause) ? 'correct TEMPORAL_API_KEY' : 'start that server, or unset TEMPORAL_ADDRESS';
    throw new StartError(
      `TEMPORAL_ADDRESS ${address} can't be used with namespace "${namespace}" (${reasonOf(cause)}): ${toDo}`,
      { cause },
    );
  }
}

/** A refused connection to "localhost" is an aggregate error without a message. */
function reasonOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return message === '' ? (code ?? 'no answer') : message;
}
