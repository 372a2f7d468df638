import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { questions, type Question } from '../../../../test/support/data/arbitrary-history.js';
import { openIntervals } from '../../calendar/calendar.js';
import { RememberedHours } from '../../calendar/remembered-hours.js';
import { findOutages } from '../outages/outages.js';
import { stateAt } from '../state-now.js';
import { computeUptime, pollsNeededFrom } from '../uptime.js';
import { measureStore, type SeriesHistory } from './measured-store.js';
import { toIntervalSeries } from './interval-series.js';
import { toSeries } from './poll-series.js';

const holdsFor = (holds: (question: Question) => void) => fc.assert(fc.property(questions, holds), { numRuns: 1_000 });

const toHistory = ({ store: { polls, ...calendar } }: Question): SeriesHistory => ({
  ...calendar,
  polls: toSeries(polls),
});

const findOpen = (...asked: Parameters<typeof openIntervals>) => toIntervalSeries(openIntervals(...asked));

const longestOf = ({ windows }: Question) => {
  const lengths = windows.map(({ from, to }) => to - from);
  return lengths.indexOf(Math.max(...lengths));
};

/** What the functions that look at one poll after the other say. */
const expected = (question: Question) => {
  const { store, windows, asOf, rule } = question;
  const state = stateAt(store, asOf, rule);
  return {
    uptimes: computeUptime(store, windows, asOf, rule),
    outages: findOutages(store, windows[longestOf(question)]!, asOf, rule),
    state: state === 'down' || state === 'unobserved' ? state : null,
  };
};

const rowQuestion = (question: Question) => ({ ...question, longest: longestOf(question) });

test('the row of a store is what uptime, outages and state say of it', () => {
  holdsFor((question) => {
    const measured = measureStore(toHistory(question), rowQuestion(question), findOpen);
    expect(measured).toEqual(expected(question));
  });
});

test('an outage has the reason of its first poll that has one', () => {
  holdsFor((question) => {
    const reasons = new Map(question.store.polls.map(({ at }, i) => [at, `reason ${i}`]));
    const explained = { ...question, store: { ...question.store, reasons } };
    const measured = measureStore(toHistory(explained), rowQuestion(explained), findOpen);
    expect(measured.outages).toEqual(expected(explained).outages);
  });
});

test('hours that are remembered give the same row, also to a store that has the list and the zone of another', () => {
  holdsFor((question) => {
    const { windows, asOf, rule, store } = question;
    const hours = new RememberedHours(pollsNeededFrom(windows, rule.reach), asOf);
    const other = { ...question, store: { ...store, closures: [], specialHours: [] } };
    const special = { ...question, store: { ...store, closures: [] } };
    for (const each of [question, other, special, question]) {
      expect(measureStore(toHistory(each), rowQuestion(each), hours.find)).toEqual(expected(each));
    }
  });
});
