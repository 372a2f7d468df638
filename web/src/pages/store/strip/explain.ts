import type { SegmentBound, TimelineSegment } from '../../../api/types.gen.js';
import { formatInstant } from '../../../parts/format/instant.js';

const FOUND = { up: 'active', down: 'inactive' } as const;

/** Why a segment has its state, in words on the clock of the store. */
export function explainSegment({ state, why }: TimelineSegment, zone: string, reachHours: number): string[] {
  const time = (instant: string) => formatInstant(instant, zone, 'short');
  return [
    explainState(state, why, time, reachHours),
    `It begins ${explainBound(why.begins, time, reachHours, 'begin')}.`,
    `It ends ${explainBound(why.ends, time, reachHours, 'end')}.`,
  ];
}

type Why = TimelineSegment['why'];
type FormatTime = (instant: string) => string;

function explainState(state: TimelineSegment['state'], { polls }: Why, time: FormatTime, reachHours: number): string {
  if (state === 'excused') {
    return 'A closure excuses this time: whatever the polls found, it is not held against the store.';
  }
  if (polls === null || state === 'unobserved') {
    return `No poll covers this time: a poll counts for at most ${reachHours} hours around it, within its open interval.`;
  }
  if (polls.count === 1) return `A poll at ${time(polls.first)} found the store ${FOUND[state]}.`;
  return `${polls.count.toLocaleString('en')} polls found the store ${FOUND[state]}, the first at ${time(polls.first)}, the last at ${time(polls.last)}.`;
}

function explainBound(bound: SegmentBound, time: FormatTime, reachHours: number, verb: 'begin' | 'end'): string {
  const poll = bound.poll === undefined ? '' : time(bound.poll);
  switch (bound.because) {
    case 'opening':
      return 'when the store opens';
    case 'closing':
      return 'when the store closes';
    case 'midpoint':
      return `halfway to the poll at ${poll}`;
    case 'poll':
      return `at the poll at ${poll}`;
    case 'reach':
      return `${reachHours} hours ${bound.at < bound.poll! ? 'before' : 'after'} the poll at ${poll}`;
    case 'closure':
      return 'where a closure begins or ends';
    case 'window':
      return `where the days that are shown ${verb}`;
    case 'asOf':
      return 'at the as-of instant: what came later does not count';
  }
}
