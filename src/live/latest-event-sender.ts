import { WebSocket } from 'ws';
import { CLOSE_NORMAL } from './close-codes.js';

/** While more bytes wait in a client's send buffer, events are held back. */
const MAX_BUFFERED_BYTES = 1 << 16;

interface WaitingEvent {
  readonly event: object;
  readonly end: string | undefined;
}

/**
 * Sends events to a client as fast as it takes them. While its buffer is full, or an event of the topic was sent just now,
 * only the newest event of a topic is kept: a slow client gets fewer events, and does not use the server's memory.
 */
export class LatestEventSender {
  private client: WebSocket | undefined;
  private readonly waiting = new Map<string, WaitingEvent>();
  private readonly resting = new Set<string>();

  /** `intervalMs`: the shortest time between two events of a topic. */
  constructor(private readonly intervalMs: number) {}

  open(client: WebSocket): void {
    this.client = client;
    this.flush();
  }

  /** `end`: this is the last event, and why. */
  send(topic: string, event: object, end?: string): void {
    this.waiting.set(topic, { event, end });
    this.flush();
  }

  private flush(): void {
    const { client } = this;
    if (client?.readyState !== WebSocket.OPEN) return;
    for (const [topic, { event, end }] of this.waiting) {
      if (client.bufferedAmount > MAX_BUFFERED_BYTES) return;
      if (this.resting.has(topic)) continue;
      this.waiting.delete(topic);
      this.rest(topic);
      client.send(JSON.stringify(event), () => this.flush());
      if (end !== undefined) client.close(CLOSE_NORMAL, end);
    }
  }

  private rest(topic: string): void {
    if (this.intervalMs === 0) return;
    this.resting.add(topic);
    const goOn = () => {
      this.resting.delete(topic);
      this.flush();
    };
    setTimeout(goOn, this.intervalMs).unref();
  }
}
