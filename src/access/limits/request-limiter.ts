import type { Clock } from '../../clock.js';
import { MINUTE, SECOND } from '../../domain/time/instant.js';
import { tooManyRequests } from '../../http/problems/too-many-requests.js';

/** Counts the requests of each client, by the minute and in this process. */
export class RequestLimiter {
  private readonly countByClient = new Map<string, number>();
  /** The number of the minute that is counted. */
  private minute = 0;

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts a request. Returns the headers that tell what is left (draft-ietf-httpapi-ratelimit-headers-11).
   * @throws {Problem} 429, with these headers
   */
  count(client: string): Record<string, string> {
    const now = this.clock();
    const minute = Math.floor(now / MINUTE);
    // All counts begin anew with each minute, so that clients of the past take no memory.
    if (minute !== this.minute) this.countByClient.clear();
    this.minute = minute;
    const count = (this.countByClient.get(client) ?? 0) + 1;
    this.countByClient.set(client, count);
    const seconds = Math.ceil(((minute + 1) * MINUTE - now) / SECOND);
    const headers = {
      'ratelimit-policy': `"requests";q=${this.perMinute};w=60`,
      ratelimit: `"requests";r=${Math.max(0, this.perMinute - count)};t=${seconds}`,
    };
    if (count <= this.perMinute) return headers;
    throw tooManyRequests(
      `At most ${this.perMinute} requests a minute are served here for one client (REQUESTS_PER_MINUTE).`,
      seconds,
      headers,
    );
  }
}
