import type { Socket } from 'node:net';
import pg, { type ClientBase } from 'pg';

/** What `pg` doesn't name in its types: its socket, and whether it waits for no answer. */
type ConnectionInternals = ClientBase & {
  readonly connection: { readonly stream: Socket };
  readonly readyForQuery: boolean;
};

/** Whether a process of the server is at work, so that its silence means nothing. */
export type IsBackendActive = (processId: number) => Promise<boolean>;

/**
 * Cuts a connection on which an answer is waited for that will not come: after `silenceMs` without a byte, unless the
 * server is at work. Otherwise whoever waits on it would, and so would who gets it from the pool after that.
 */
export async function destroyWhenUnresponsive(
  client: ClientBase,
  silenceMs: number,
  isAtWork: IsBackendActive,
): Promise<void> {
  const connected = client as ConnectionInternals;
  const { stream } = connected.connection;
  let processId: number | null = null;
  const onSilence = async () => {
    const bytesBefore = stream.bytesRead;
    const isWaiting = !connected.readyForQuery || stream.writableEnded;
    const isDead =
      isWaiting && (processId === null || !(await isAtWork(processId))) && stream.bytesRead === bytesBefore;
    if (isDead) stream.destroy(new Error('connection terminated: the database has fallen silent'));
    else stream.setTimeout(silenceMs);
  };
  stream.setTimeout(silenceMs).on('timeout', () => void onSilence());
  // A pooler that keeps a session to a client says another number when it connects.
  const { rows } = await client.query<{ id: number }>('select pg_backend_pid() as id');
  processId = rows[0]!.id;
}

/** Milliseconds that the server has to say whether one of its processes is at work. */
const CHECK_TIMEOUT_MS = 10_000;

/** Asks the server on a connection of its own. A process that itself waits for its client is not at work. */
export function checkBackendActive(url: string): IsBackendActive {
  return async (processId) => {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CHECK_TIMEOUT_MS,
      query_timeout: CHECK_TIMEOUT_MS,
    });
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
      return false;
    } finally {
      client.end().catch(() => undefined);
    }
  };
}
