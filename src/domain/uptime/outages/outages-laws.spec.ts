import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { windowQuestions, type WindowQuestion } from '../../../../test/support/data/arbitrary-history.js';
import type { Interval } from '../intervals.js';
import { findOutages } from './outages.js';
import { computeUptime, noTime } from '../uptime.js';

const outages = ({ store, window, asOf, rule }: WindowQuestion) => findOutages(store, window, asOf, rule);

/** Uptime in parts of the window. The polls that count stay those of the whole. */
const uptimes = ({ store, asOf, rule }: WindowQuestion, parts: readonly Interval[]) =>
  computeUptime(store, parts, asOf, rule);

const holdsFor = (holds: (question: WindowQuestion) => void) =>
  fc.assert(fc.property(windowQuestions, holds), { numRuns: 300 });

test('the outages of a window add up to its downtime', () => {
  holdsFor((question) => {
    const downtime = outages(question).reduce((sum, { open }) => sum + open, 0);
    expect(downtime).toBe(uptimes(question, [question.window])[0]!.down);
  });
});

test('an outage is down from its first instant to its last, in all open time between', () => {
  holdsFor((question) => {
    for (const { from, to, open } of outages(question)) {
      const [all, first, last] = uptimes(question, [
        { from, to },
        { from, to: from + 1 },
        { from: to - 1, to },
      ]);
      expect([all, first!.down, last!.down]).toEqual([{ ...noTime(), down: open }, 1, 1]);
    }
  });
});

test('between two outages there is open time in another state, and no downtime', () => {
  holdsFor((question) => {
    const inOrder = outages(question).sort((a, b) => a.from - b.from);
    const between = inOrder.slice(1).map(({ from }, i): Interval => ({ from: inOrder[i]!.to, to: from }));
    for (const { up, down, unobserved, excused } of uptimes(question, between)) {
      expect(down).toBe(0);
      expect(up + unobserved + excused).toBeGreaterThan(0);
    }
  });
});

test('an outage may have begun before, or is ongoing, if no open time divides it from that end of the window', () => {
  holdsFor((question) => {
    const { window } = question;
    for (const { from, to, mayHaveBegunBefore, ongoing } of outages(question)) {
      const edges = uptimes(question, [
        { from: window.from, to: from },
        { from: to, to: window.to },
      ]);
      const openTime = edges.map(({ up, down, unobserved, excused }) => up + down + unobserved + excused);
      expect([mayHaveBegunBefore, ongoing]).toEqual(openTime.map((time) => time === 0));
    }
  });
});

test('outages are sorted by length, then by start', () => {
  holdsFor((question) => {
    const found = outages(question);
    found.slice(1).forEach((outage, i) => {
      const before = found[i]!;
      expect(before.open > outage.open || (before.open === outage.open && before.from < outage.from)).toBe(true);
    });
  });
});
