import type { QueryClient } from '@tanstack/react-query';

/** The first element of the keys of the queries that are worth asking again. */
type Topic = 'data' | 'figures' | 'reports' | 'imports';

/** Figures are computed when somebody asks for them after data have come in, and a report may be out of date then. */
const FOLLOWS_FROM_DATA: readonly Topic[] = ['figures', 'reports'];

export type Connection = 'connecting' | 'live' | 'lost';

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;

/**
 * Follows what changes in the API: each notification has the queries of its topic asked again, if they are seen. After a lost
 * connection everything is, since notifications may have been missed.
 */
export class Changes {
  private socket: WebSocket | undefined;
  private retryMs = FIRST_RETRY_MS;
  private state: Connection = 'connecting';
  private readonly listeners = new Set<() => void>();

  constructor(private readonly queries: QueryClient) {}

  readonly connection = (): Connection => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.socket === undefined) this.connect();
    return () => this.listeners.delete(listener);
  };

  private connect(): void {
    const url = new URL('/ws/changes', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = (this.socket = new WebSocket(url));
    socket.addEventListener('open', () => {
      if (this.state === 'lost') void this.queries.invalidateQueries();
      this.retryMs = FIRST_RETRY_MS;
      this.become('live');
    });
    socket.addEventListener('message', ({ data }) => {
      const { topic } = JSON.parse(String(data)) as { topic: Topic };
      void this.queries.invalidateQueries({ queryKey: [topic] });
      for (const other of FOLLOWS_FROM_DATA) {
        if (topic === 'data') void this.queries.invalidateQueries({ queryKey: [other] });
      }
    });
    socket.addEventListener('close', () => {
      this.become('lost');
      // The session may have ended.
      void this.queries.invalidateQueries({ queryKey: ['session'] });
      setTimeout(() => this.reconnect(), this.retryMs);
      this.retryMs = Math.min(this.retryMs * 2, MAX_RETRY_MS);
    });
  }

  /** Nobody listens after a log-out: the next log-in connects. */
  private reconnect(): void {
    this.socket = undefined;
    if (this.listeners.size > 0) this.connect();
  }

  private become(state: Connection): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
