import { tooManyRequests } from '../../http/problems/too-many-requests.js';

/** WebSockets end when a report does; clients need not wait longer to look again. */
const RETRY_AFTER_SECONDS = 30;

/** Counts the open WebSockets of each client, in this process. */
export class WebSocketLimiter {
  private readonly openByClient = new Map<string, number>();

  constructor(private readonly perClient: number) {}

  /**
   * Counts a WebSocket. Returns what is to be called when it is closed; calling that again changes nothing.
   * @throws {Problem} 429
   */
  open(client: string): () => void {
    const open = this.openByClient.get(client) ?? 0;
    if (open >= this.perClient) {
      throw tooManyRequests(
        `At most ${this.perClient} WebSockets are open here at once for one client (WEBSOCKETS_PER_KEY). Close one.`,
        RETRY_AFTER_SECONDS,
      );
    }
    this.openByClient.set(client, open + 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.close(client);
      isOpen = false;
    };
  }

  private close(client: string): void {
    const open = this.openByClient.get(client)! - 1;
    if (open === 0) this.openByClient.delete(client);
    else this.openByClient.set(client, open);
  }
}
