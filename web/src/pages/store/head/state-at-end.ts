import type { StoreState } from '../../../parts/state/states.js';
import type { WholeTimeline } from '../store-queries.js';

/** The state of a store at the end of a timeline. */
export interface StateAtEnd {
  readonly state: StoreState;
  /** Null if the timeline does not say it. */
  readonly since: string | null;
  /** What `since` is: the store opened then, or the timeline begins there and it may have been so before. */
  readonly because: 'opening' | 'window' | 'change';
}

/**
 * Returns the state just before `to`, where the timeline ends, as `GET /now` counts it. An outage goes on over closed hours;
 * any other state begins anew when the store opens.
 */
export function stateAtEnd({ open, segments }: WholeTimeline, to: string): StateAtEnd {
  const last = segments.at(-1);
  if (last?.to !== to) return { state: 'closed', since: open.at(-1)?.to ?? null, because: 'change' };
  const begin = last.state === 'down' ? firstOfOutage(segments) : last;
  const because = begin.why.begins.because;
  const isFirst = begin === segments[0];
  const mayBeOlder = because === 'window' || (isFirst && last.state === 'down');
  return {
    state: last.state,
    since: begin.from,
    because: mayBeOlder ? 'window' : because === 'opening' ? 'opening' : 'change',
  };
}

function firstOfOutage(segments: WholeTimeline['segments']) {
  const before = segments.findLastIndex(({ state }) => state !== 'down');
  return segments[before + 1]!;
}
