import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { windowQuestions, type WindowQuestion } from '../../../../test/support/data/arbitrary-history.js';
import { referenceUptime } from '../../../../test/support/reference/reference-uptime.js';
import { openIntervals } from '../../calendar/calendar.js';
import { timeOfClosures } from '../../calendar/closures.js';
import type { Bound } from './explained-segments.js';
import type { Poll } from '../interpolation.js';
import type { Instant } from '../../time/instant.js';
import { overlap, type Interval } from '../intervals.js';
import { explainUptime } from './timeline.js';
import { openSegments } from '../segments.js';
import { computeUptime, noTime, type Uptime } from '../uptime.js';

const explain = ({ store, window, asOf, rule }: WindowQuestion) => explainUptime(store, window, asOf, rule);
const uptime = ({ store, window, asOf, rule }: WindowQuestion) => computeUptime(store, [window], asOf, rule)[0]!;

const length = ({ from, to }: Interval) => to - from;
const total = (parts: readonly Interval[]) => parts.reduce((sum, part) => sum + length(part), 0);

const holdsFor = (holds: (question: WindowQuestion) => void, numRuns = 300) =>
  fc.assert(fc.property(windowQuestions, holds), { numRuns });

test('the segments of a window add up to its uptime, downtime, unobserved and excused time', () => {
  holdsFor((question) => {
    const { segments } = explain(question);
    const ofState = (state: keyof Uptime) => total(segments.filter((segment) => segment.state === state));
    const { up, down, unobserved, excused } = uptime(question);
    expect([ofState('up'), ofState('down')]).toEqual([up, down]);
    expect([ofState('unobserved'), ofState('excused')]).toEqual([unobserved, excused]);
  });
});

test('each segment is in its state throughout, by the reference', () => {
  holdsFor((question) => {
    const { segments } = explain(question);
    expect(referenceUptime(question.store, segments, question.asOf, question.rule)).toEqual(
      segments.map((segment): Uptime => ({ ...noTime(), [segment.state]: length(segment) })),
    );
  }, 200);
});

test('the open intervals of a window are sorted, apart from each other, and its open time', () => {
  holdsFor((question) => {
    const { store, window } = question;
    const { open } = explain(question);
    const intervals = openIntervals(store, window.from, window.to);
    expect(total(open)).toBe(intervals.reduce((sum, interval) => sum + overlap(interval, window), 0));
    open.slice(1).forEach(({ from }, i) => expect(from).toBeGreaterThan(open[i]!.to));
    for (const part of open) expect(intervals.some((interval) => overlap(interval, part) === length(part))).toBe(true);
  });
});

test('segments are sorted, tile the open intervals, and are as long as they can be', () => {
  holdsFor((question) => {
    const { open, segments } = explain(question);
    const openings = new Set(open.map(({ from }) => from));
    for (const [i, { from, to, state }] of segments.entries()) {
      expect(from).toBeLessThan(to);
      if (openings.has(from)) continue;
      expect(segments[i - 1]!.to).toBe(from);
      expect(segments[i - 1]!.state).not.toBe(state);
    }
    expect(total(segments)).toBe(total(open));
    for (const { to } of open) expect(segments.some((segment) => segment.to === to)).toBe(true);
  });
});

test('inverting a poll changes the numbers if and only if the timeline says that it counts', () => {
  const asked = windowQuestions.filter(({ store }) => store.polls.length > 0);
  fc.assert(
    fc.property(asked, fc.nat(), (question, pick) => {
      const { store } = question;
      const index = pick % store.polls.length;
      const polls = store.polls.map((poll, i) => (i === index ? turned(poll) : poll));
      const counts = explain(question).polls.some(({ at, reason }) => at === polls[index]!.at && reason === null);
      const isOther =
        JSON.stringify(uptime({ ...question, store: { ...store, polls } })) !== JSON.stringify(uptime(question));
      expect(isOther).toBe(counts);
    }),
    { numRuns: 1000 },
  );
});

test('every poll from the beginning of the window to its end is listed, once, in order', () => {
  holdsFor((question) => {
    const { window, store, asOf } = question;
    const listed = explain(question).polls.map(({ at }) => at);
    expect(listed).toEqual([...new Set(listed)].sort((a, b) => a - b));
    const inWindow = (at: Instant) => window.from <= at && at <= Math.min(window.to, asOf);
    expect(listed.filter(inWindow)).toEqual(store.polls.map(({ at }) => at).filter(inWindow));
  });
});

test('a poll in closed time is marked as such', () => {
  holdsFor((question) => {
    const { store, asOf } = question;
    for (const { at, reason } of explain(question).polls) {
      const intervals = openIntervals(store, at, asOf);
      const isOpen = intervals.some(({ from, to }) => from <= at && at < to);
      expect(reason === 'closed').toBe(!isOpen);
    }
  });
});

test('the explained segments are the segments of the window', () => {
  holdsFor((question) => {
    const { store, window, asOf, rule } = question;
    const plain = explain(question).segments.map(({ from, to, state }) => ({ from, to, state }));
    expect(plain).toEqual(openSegments(store, window, asOf, rule));
  }, 1000);
});

test('each segment begins and ends where its explanation says, by the rules', () => {
  holdsFor((question) => {
    const { store, window, asOf, rule } = question;
    const closures = [...timeOfClosures(store, 'closed'), ...timeOfClosures(store, 'excused')];
    const intervals = openIntervals(store, window.from, asOf);
    /** Where a bound must be. `poll` is the nearest poll of the segment; null if it has none. */
    const expected = ({ because, at, poll: named }: Bound, poll: Instant | null): Instant | undefined => {
      if (because === 'opening') return intervals.find(({ from }) => from === at)?.from;
      if (because === 'closing') return intervals.find(({ to }) => to === at)?.to;
      if (because === 'asOf') return asOf;
      if (because === 'closure') return closures.find(({ from, to }) => from === at || to === at) && at;
      if (because === 'window') return at < window.to ? window.from : window.to;
      if (because === 'poll') return named!;
      if (because === 'reach') return named! + (at < named! ? -rule.reach : rule.reach);
      const [first, second] = [Math.min(named!, poll!), Math.max(named!, poll!)];
      return first + Math.floor((second - first) / 2);
    };
    for (const { from, to, begins, ends, polls } of explain(question).segments) {
      expect([begins.at, ends.at]).toEqual([from, to]);
      expect([from, to]).toEqual([expected(begins, polls?.first ?? null), expected(ends, polls?.last ?? null)]);
      for (const { poll } of [begins, ends]) {
        if (poll !== null) expect(store.polls.some(({ at }) => at === poll)).toBe(true);
      }
    }
  }, 1000);
});

test('a segment of polls that the window cuts is in the same state just outside it', () => {
  holdsFor((question) => {
    const { store, asOf, rule } = question;
    for (const { to, state, ends, begins, from } of explain(question).segments) {
      if (state === 'unobserved') continue;
      const around = [begins.because === 'window' ? from - 1 : from, ends.because === 'window' ? to + 1 : to] as const;
      if (around[1] > asOf) continue;
      const stretched = computeUptime(store, [{ from: around[0], to: around[1] }], asOf, rule)[0]!;
      expect(stretched[state]).toBe(around[1] - around[0]);
    }
  }, 500);
});

test('a segment counts the polls that cover a part of it, all of which found its state', () => {
  holdsFor((question) => {
    const isUnexcused = (question.store.closures ?? []).every(({ kind }) => kind === 'closed');
    const { segments, polls } = explain(question);
    const counted = polls.filter(({ reason }) => reason === null);
    let listed = 0;
    const found = new Set<Instant>();
    for (const { state, polls: covering } of segments) {
      expect(covering === null).toBe(state === 'unobserved' || state === 'excused');
      if (covering === null) continue;
      const within = counted.filter(({ at }) => covering.first <= at && at <= covering.last);
      expect(within).toHaveLength(covering.count);
      expect([within[0]!.at, within.at(-1)!.at]).toEqual([covering.first, covering.last]);
      for (const { status } of within) expect(status).toBe(state === 'up' ? 'active' : 'inactive');
      for (const { at } of within) found.add(at);
      listed += covering.count;
    }
    expect([...found].sort((a, b) => a - b)).toEqual(counted.map(({ at }) => at));
    // An excused stretch may divide what one poll covers.
    if (isUnexcused) expect(listed).toBe(counted.length);
  }, 1000);
});

function turned({ at, status }: Poll): Poll {
  return { at, status: status === 'active' ? 'inactive' : 'active' };
}
