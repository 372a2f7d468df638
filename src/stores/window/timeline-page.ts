import type { Instant } from '../../domain/time/instant.js';
import type { Timeline } from '../../domain/uptime/timeline/timeline.js';

/** A part of a timeline in order of time, and where the next one starts; null if it is the last. */
export interface TimelinePage {
  readonly page: Timeline;
  readonly next: Instant | null;
}

/**
 * Returns the open intervals, polls and segments that start at `start` or later, about `limit` in all. What starts at the
 * same instant is on the same page, so that an instant is enough to continue.
 */
export function pageOfTimeline({ open, polls, segments }: Timeline, start: Instant, limit: number): TimelinePage {
  const starts = [...open.map(({ from }) => from), ...polls.map(({ at }) => at), ...segments.map(({ from }) => from)]
    .filter((instant) => instant >= start)
    .sort((a, b) => a - b);
  const next = starts.find((instant, index) => index >= limit && instant > starts[0]!) ?? null;
  const isOnPage = (instant: Instant) => instant >= start && (next === null || instant < next);
  return {
    page: {
      open: open.filter(({ from }) => isOnPage(from)),
      polls: polls.filter(({ at }) => isOnPage(at)),
      segments: segments.filter(({ from }) => isOnPage(from)),
    },
    next,
  };
}
