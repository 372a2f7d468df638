import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pollsNear, questions, type Question } from '../../../test/support/data/arbitrary-history.js';
import { stored } from '../../../test/support/data/stored-polls.js';
import { openIntervals, type BusinessHours, type OpeningHours } from '../calendar/calendar.js';
import { DAY } from '../time/instant.js';
import { dayOfWeekOf, type LocalDate } from '../time/local-date.js';
import type { Poll, PollStatus } from './interpolation.js';
import { overlap, type Interval } from './intervals.js';
import type { StoreHistory } from './store-history.js';
import { findOutages } from './outages/outages.js';
import { explainUptime } from './timeline/timeline.js';
import { computeUptime, noTime, pollsNeededFrom, pollsNeededUntil, type Uptime } from './uptime.js';

const uptime = ({ store, windows, asOf, rule }: Question, change: Partial<StoreHistory> = {}) =>
  computeUptime({ ...store, ...change }, windows, asOf, rule);

const isOpen = ({ store, asOf }: Question, at: number) =>
  openIntervals(store, at, asOf).some(({ from, to }) => from <= at && at < to);

/** What the rows of a store say of a date, by the rules 1, 19 and 20. */
const weeklyTimes = (hours: readonly BusinessHours[], date: LocalDate) =>
  hours.length === 0
    ? [{ open: 0, close: DAY }]
    : hours.filter(
        (row): row is OpeningHours =>
          !('closed' in row) &&
          row.dayOfWeek === dayOfWeekOf(date) &&
          (row.validFrom ?? -Infinity) <= date &&
          date <= (row.validThrough ?? Infinity),
      );

const allOf = (polls: readonly Poll[], status: PollStatus) => polls.map(({ at }) => ({ at, status }));

const law = <T>(arbitrary: fc.Arbitrary<T>, holds: (given: T) => void) =>
  fc.assert(fc.property(arbitrary, holds), { numRuns: 300 });

test('up, down, unobserved and excused add up to the open time of the window', () => {
  law(questions, (question) => {
    const { store, windows } = question;
    uptime(question).forEach(({ up, down, unobserved, excused }, w) => {
      const window = windows[w]!;
      const intervals = openIntervals(store, window.from, window.to);
      const openTime = intervals.reduce((sum, interval) => sum + overlap(interval, window), 0);
      expect(up + down + unobserved + excused).toBe(openTime);
      expect(Math.min(up, down, unobserved, excused)).toBeGreaterThanOrEqual(0);
    });
  });
});

test('special hours of other dates change nothing that began on a date without them (18)', () => {
  law(fc.tuple(questions, fc.integer({ min: 1, max: 5 })), ([question, days]) => {
    const date = Math.floor(question.asOf / DAY) + 10 + days;
    const specialHours = [...(question.store.specialHours ?? []), { date, intervals: [] }];
    expect(uptime(question, { specialHours })).toEqual(uptime(question));
  });
});

test('special hours that say what the weekly rows say change nothing (18)', () => {
  law(questions, (question) => {
    const { hours } = question.store;
    const dates = Array.from({ length: 30 }, (_, index) => Math.floor(question.asOf / DAY) - 20 + index);
    const specialHours = dates.map((date) => ({ date, intervals: weeklyTimes(hours, date) }));
    expect(uptime(question, { specialHours })).toEqual(uptime(question, { specialHours: [] }));
  });
});

test('a store whose every date is closed has no open time (18)', () => {
  law(questions, (question) => {
    const first = Math.floor(question.windows.at(-1)!.from / DAY) - 20;
    const specialHours = Array.from({ length: 50 }, (_, index) => ({ date: first + index, intervals: [] }));
    expect(uptime(question, { specialHours })).toEqual(question.windows.map(noTime));
  });
});

test('splitting a window changes no sum', () => {
  law(
    fc.tuple(questions, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 })),
    ([question, shares]) => {
      const whole = question.windows.at(-1)!;
      const cuts = shares.map((share) => whole.from + Math.floor(share * (whole.to - whole.from)));
      const edges = [whole.from, ...cuts.sort((a, b) => a - b), whole.to];
      const parts = edges.slice(1).map((to, i): Interval => ({ from: edges[i]!, to }));
      expect(sum(uptime({ ...question, windows: parts }))).toEqual(uptime(question).at(-1));
    },
  );
});

test('a window has the same sums alone as among others', () => {
  law(questions, (question) => {
    expect(question.windows.map((window) => uptime({ ...question, windows: [window] })[0])).toEqual(uptime(question));
  });
});

test('polls after the as-of instant change nothing (7)', () => {
  law(questions, (question) => {
    const counted = question.store.polls.filter((poll) => poll.at <= question.asOf);
    expect(uptime(question, { polls: counted })).toEqual(uptime(question));
  });
});

test('polls outside open time change nothing (6)', () => {
  law(questions, (question) => {
    const counted = question.store.polls.filter((poll) => isOpen(question, poll.at));
    expect(uptime(question, { polls: counted })).toEqual(uptime(question));
  });
});

test('rows of hours may come in any order and more than once (2)', () => {
  law(fc.tuple(questions, fc.nat(), fc.nat()), ([question, a, b]) => {
    const { hours } = question.store;
    const turned = [...hours.slice(a % (hours.length + 1)), ...hours.slice(0, a % (hours.length + 1))].reverse();
    expect(uptime(question, { hours: [...turned, ...hours.slice(b % (hours.length + 1))] })).toEqual(uptime(question));
  });
});

test('polls may be delivered in any order and more than once (9)', () => {
  const deliveries = questions.chain((question) =>
    fc.tuple(
      fc.constant(question),
      fc.shuffledSubarray([...question.store.polls, ...question.store.polls], {
        minLength: question.store.polls.length * 2,
      }),
    ),
  );
  law(deliveries, ([question, polls]) => {
    expect(uptime(question, { polls: stored(polls) })).toEqual(uptime(question));
  });
});

test('of the polls before pollsNeededFrom only the newest matters, and with nearest not even that', () => {
  const withOldPolls = questions.chain((question) =>
    fc.tuple(fc.constant(question), pollsNear(question.asOf - 8 * DAY), pollsNear(question.asOf - 12 * DAY)),
  );
  law(withOldPolls, ([question, older, oldest]) => {
    const polls = stored([...question.store.polls, ...older, ...oldest]);
    const neededFrom = pollsNeededFrom(question.windows, question.rule.reach);
    const newestBefore = polls.filter((poll) => poll.at < neededFrom).slice(-1);
    const needed = [...newestBefore, ...polls.filter((poll) => poll.at >= neededFrom)];
    expect(uptime(question, { polls: needed })).toEqual(uptime(question, { polls }));

    const nearest = { ...question, rule: { ...question.rule, interpolation: 'nearest' as const } };
    const recent = polls.filter((poll) => poll.at >= neededFrom);
    expect(uptime(nearest, { polls: recent })).toEqual(uptime(nearest, { polls }));
  });
});

test('a window has the same numbers wherever it is asked for with the same as-of instant (26)', () => {
  law(questions, (question) => {
    const { store, windows, asOf, rule } = question;
    const inReport = uptime(question);
    windows.forEach((window, w) => {
      const until = pollsNeededUntil([window], rule.reach, asOf);
      const polls = store.polls.filter(({ at }) => at <= until);
      const read = { ...store, polls };
      expect(computeUptime(read, [window], until, rule)).toEqual([inReport[w]]);
      const { segments } = explainUptime(read, window, until, rule);
      const ofState = (state: keyof Uptime) =>
        segments.filter((segment) => segment.state === state).reduce((sum, { from, to }) => sum + to - from, 0);
      const { up, down, unobserved, excused } = inReport[w]!;
      expect([ofState('up'), ofState('down')]).toEqual([up, down]);
      expect([ofState('unobserved'), ofState('excused')]).toEqual([unobserved, excused]);
      const outages = findOutages(read, window, until, rule);
      expect(outages.reduce((sum, { open }) => sum + open, 0)).toBe(inReport[w]!.down);
    });
  });
});

test('a store whose polls are all active has no downtime, and one whose polls are all inactive no uptime', () => {
  law(questions, (question) => {
    const { polls } = question.store;
    for (const { down } of uptime(question, { polls: allOf(polls, 'active') })) expect(down).toBe(0);
    for (const { up } of uptime(question, { polls: allOf(polls, 'inactive') })) expect(up).toBe(0);
  });
});

test('inverting every poll exchanges uptime and downtime', () => {
  law(questions, (question) => {
    const turned = question.store.polls.map(({ at, status }): Poll => ({
      at,
      status: status === 'active' ? 'inactive' : 'active',
    }));
    expect(uptime(question, { polls: turned })).toEqual(
      uptime(question).map(({ up, down, ...rest }) => ({ up: down, down: up, ...rest })),
    );
  });
});

test('a longer reach takes nothing from uptime or downtime', () => {
  law(fc.tuple(questions, fc.nat(2 * DAY)), ([question, more]) => {
    const longer = uptime({ ...question, rule: { ...question.rule, reach: question.rule.reach + more } });
    uptime(question).forEach(({ up, down, unobserved }, w) => {
      expect(longer[w]!.unobserved).toBeLessThanOrEqual(unobserved);
      expect(longer[w]!.up).toBeGreaterThanOrEqual(up);
      expect(longer[w]!.down).toBeGreaterThanOrEqual(down);
    });
  });
});

test('a store without polls has neither uptime nor downtime (12)', () => {
  law(questions, (question) => {
    for (const { up, down } of uptime(question, { polls: [] })) expect([up, down]).toEqual([0, 0]);
  });
});

function sum(parts: readonly Uptime[]): Uptime {
  const total = noTime();
  for (const { up, down, unobserved, excused } of parts) {
    total.up += up;
    total.down += down;
    total.unobserved += unobserved;
    total.excused += excused;
  }
  return total;
}
