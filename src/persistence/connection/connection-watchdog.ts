import type { Socket } from 'node:net';
import pg, { type ClientBase } from 'pg';

/** Parts of a client that the types of `pg` leave out: its socket, and whether no query is pending. */
type ConnectionInternals = ClientBase & {
  readonly connection: { readonly stream: Socket };
  readonly readyForQuery: boolean;
};

/** Whether the server executes a statement for the backend of this process id. */
export type IsBackendActive = (processId: number) => Promise<boolean>;

/**
 * Closes a connection if a query is pending, nothing arrived for `silenceMs`, and the server is not executing it. Otherwise
 * its users would wait forever.
 */
export async function destroyWhenUnresponsive(
  client: ClientBase,
  silenceMs: number,
  isBackendActive: IsBackendActive,
): Promise<void> {
  const internals = client as ConnectionInternals;
  const { stream } = internals.connection;
  let processId: number | null = null;
  const onSilence = async () => {
    const bytesBefore = stream.bytesRead;
    const isPending = !internals.readyForQuery || stream.writableEnded;
    const isDead =
      isPending && (processId === null || !(await isBackendActive(processId))) && stream.bytesRead === bytesBefore;
    if (isDead) stream.destroy(new Error('connection terminated: the database has fallen silent'));
    else stream.setTimeout(silenceMs);
  };
  stream.setTimeout(silenceMs).on('timeout', () => void onSilence());
  // Not the id from connecting: behind a pooler it may be another one.
  const { rows } = await client.query<{ id: number }>('select pg_backend_pid() as id');
  processId = rows[0]!.id;
}

const CHECK_TIMEOUT_MS = 10_000;

/** Checks on a connection of its own. A backend that waits for its client is not active. */
export function checkBackendActive(url: string): IsBackendActive {
  return async (processId) => {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CHECK_TIMEOUT_MS,
      query_timeout: CHECK_TIMEOUT_MS,
    });
    // Errors of the connection reject the query, too.
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query(
        `select from pg_stat_activity
         where pid = $1 and state = 'active' and wait_event_type is distinct from 'Client'`,
        [processId],
      );
      return rowCount === 1;
    } catch {
      // Whatever the reason: closing a healthy connection costs a retry, keeping a dead one blocks a worker.
      return false;
    } finally {
      void client.end();
    }
  };
}
