import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { windowQuestions, type WindowQuestion } from '../../../test/support/data/arbitrary-history.js';
import { referenceUptime } from '../../../test/support/reference/reference-uptime.js';
import { openIntervals } from '../calendar.js';
import type { Poll } from './interpolation.js';
import type { Instant } from '../time/instant.js';
import { overlap, type Interval } from './intervals.js';
import { explainUptime } from './timeline.js';
import { computeUptime, type Uptime } from './uptime.js';

const explain = ({ store, window, asOf, rule }: WindowQuestion) => explainUptime(store, window, asOf, rule);
const uptime = ({ store, window, asOf, rule }: WindowQuestion) => computeUptime(store, [window], asOf, rule)[0]!;

const length = ({ from, to }: Interval) => to - from;
const total = (parts: readonly Interval[]) => parts.reduce((sum, part) => sum + length(part), 0);

const holdsFor = (holds: (question: WindowQuestion) => void, numRuns = 300) =>
  fc.assert(fc.property(windowQuestions, holds), { numRuns });

test('the segments of a window add up to its uptime, downtime and unobserved time', () => {
  holdsFor((question) => {
    const { segments } = explain(question);
    const ofState = (state: keyof Uptime) => total(segments.filter((segment) => segment.state === state));
    expect({ up: ofState('up'), down: ofState('down'), unobserved: ofState('unobserved') }).toEqual(uptime(question));
  });
});

test('each segment is in its state throughout, by the reference', () => {
  holdsFor((question) => {
    const { segments } = explain(question);
    expect(referenceUptime(question.store, segments, question.asOf, question.rule)).toEqual(
      segments.map((segment): Uptime => ({ up: 0, down: 0, unobserved: 0, [segment.state]: length(segment) })),
    );
  }, 200);
});

test('the open intervals of a window are sorted, apart from each other, and its open time', () => {
  holdsFor((question) => {
    const { store, window } = question;
    const { open } = explain(question);
    const intervals = openIntervals(store.hours, store.timeZone, window.from, window.to);
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
      const intervals = openIntervals(store.hours, store.timeZone, at, asOf);
      const isOpen = intervals.some(({ from, to }) => from <= at && at < to);
      expect(reason === 'closed').toBe(!isOpen);
    }
  });
});

function turned({ at, status }: Poll): Poll {
  return { at, status: status === 'active' ? 'inactive' : 'active' };
}
