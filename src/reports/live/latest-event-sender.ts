import type { WebSocket } from 'ws';
import { CLOSE_NORMAL } from './close-codes.js';
import type { ReportEvent } from './report-subscriptions.js';

/** While more bytes wait in a client's send buffer, events are held back. */
const MAX_BUFFERED_BYTES = 1 << 16;

/**
 * Sends events to a client as fast as it takes them. While its buffer is full, only the newest event is kept: a slow client
 * gets fewer events, and does not use the server's memory.
 */
export class LatestEventSender {
  private client: WebSocket | undefined;
  private next: ReportEvent | undefined;

  open(client: WebSocket): void {
    this.client = client;
    this.flush();
  }

  send(event: ReportEvent): void {
    this.next = event;
    this.flush();
  }

  private flush(): void {
    const { client, next: event } = this;
    if (client === undefined || event === undefined || client.bufferedAmount > MAX_BUFFERED_BYTES) return;
    this.next = undefined;
    client.send(JSON.stringify(event), () => this.flush());
    if (event.status !== 'Running') client.close(CLOSE_NORMAL, `the report is ${event.status}`);
  }
}
