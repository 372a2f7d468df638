import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Receives the notifications of a channel. */
export interface NotificationListener {
  onNotification(payload: string): void;
  /** The connection was lost and is back; notifications may have been missed. */
  onReconnect(): void;
}

const RETRY_DELAY_MS = 1_000;

/** A lost connection is noticed by a query that gets no response. */
const CHECK_INTERVAL_MS = 15_000;
const RESPONSE_TIMEOUT_MS = 5_000;

/** Listens to a channel of the database, on a connection of its own that is opened on first use and then kept open. */
export class Notifications {
  private readonly closing = new AbortController();
  private running: Promise<void> | undefined;
  private connected = connectionAttempt();

  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly listener: NotificationListener,
  ) {}

  /** Resolves when all notifications from now on will be received; rejects if the database can't be reached. */
  async listening(): Promise<void> {
    this.running ??= this.run();
    await this.connected.promise;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      const client = new pg.Client({
        connectionString: this.url,
        application_name: 'storelight-api-listener',
        connectionTimeoutMillis: RESPONSE_TIMEOUT_MS,
        query_timeout: RESPONSE_TIMEOUT_MS,
        keepAlive: true,
      });
      try {
        await this.listen(client, isFirst);
      } catch (error) {
        // Those who wait for the connection get the error; this loop tries again.
        this.connected.reject(error);
      }
      this.connected = connectionAttempt();
      await client.end();
      await ignoreAbort(pause(RETRY_DELAY_MS, undefined, { signal }));
    }
  }

  /** Listens until the connection is lost or closed. */
  private async listen(client: pg.Client, isFirst: boolean): Promise<void> {
    const lost = new AbortController();
    const signal = AbortSignal.any([lost.signal, this.closing.signal]);
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    client.on('notification', ({ payload = '' }) => this.listener.onNotification(payload));
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(this.channel)}`);
    this.connected.resolve(undefined);
    if (!isFirst) this.listener.onReconnect();
    for (;;) {
      await ignoreAbort(pause(CHECK_INTERVAL_MS, undefined, { signal }));
      if (signal.aborted) return;
      await client.query('select');
    }
  }
}

/** The result of connecting, which nobody may wait for. */
function connectionAttempt() {
  const resolvers = Promise.withResolvers<undefined>();
  resolvers.promise.catch(() => undefined);
  return resolvers;
}

async function ignoreAbort(waiting: Promise<void>): Promise<void> {
  try {
    await waiting;
  } catch (error) {
    if (!Error.isError(error) || error.name !== 'AbortError') throw error;
  }
}
