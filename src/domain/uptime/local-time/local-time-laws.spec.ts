import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { windowQuestions, type WindowQuestion } from '../../../../test/support/data/arbitrary-history.js';
import { steadyOffsets } from '../../../../test/support/reference/reference-clock.js';
import { DAY, HOUR } from '../../time/instant.js';
import { localDateAt, localDays } from '../../time-zones/local-days.js';
import { DEFAULT_TIME_ZONE } from '../../time-zones/zone-offsets.js';
import { intersection, type Interval } from '../intervals.js';
import { openSegments } from '../segments.js';
import { computeUptime, noTime, type Uptime } from '../uptime.js';
import { uptimeByHourOfWeek } from './hours-of-week.js';
import { uptimeOfPeriods } from './uptime-of-periods.js';

const zoneOf = ({ store }: WindowQuestion) => store.timeZone ?? DEFAULT_TIME_ZONE;
const segmentsOf = ({ store, window, asOf, rule }: WindowQuestion) => openSegments(store, window, asOf, rule);
const uptimes = ({ store, asOf, rule }: WindowQuestion, windows: readonly Interval[]) =>
  windows.length === 0 ? [] : computeUptime(store, windows, asOf, rule);

const sum = (parts: readonly Uptime[]): Uptime =>
  parts.reduce(
    (total, part) => ({
      up: total.up + part.up,
      down: total.down + part.down,
      unobserved: total.unobserved + part.unobserved,
      excused: total.excused + part.excused,
    }),
    noTime(),
  );

const holdsFor = (holds: (question: WindowQuestion) => void, numRuns = 200) =>
  fc.assert(fc.property(windowQuestions, holds), { numRuns });

/** The local days that a window touches. */
function daysOf(question: WindowQuestion) {
  const { from, to } = question.window;
  return localDays(zoneOf(question), localDateAt(zoneOf(question), from), localDateAt(zoneOf(question), to - 1));
}

test('the days of a window add up to its uptime, downtime, unobserved and excused time', () => {
  holdsFor((question) => {
    const days = uptimeOfPeriods(segmentsOf(question), daysOf(question));
    expect(sum(days)).toEqual(uptimes(question, [question.window])[0]);
  });
});

test('each day has the uptime of its own window', () => {
  holdsFor((question) => {
    const days = daysOf(question);
    const inWindow = days.map((day) => intersection(day, question.window)!);
    expect(uptimeOfPeriods(segmentsOf(question), days)).toEqual(uptimes(question, inWindow));
  });
});

test('the hours of the week of a window add up to its uptime, downtime, unobserved and excused time', () => {
  holdsFor((question) => {
    const cells = uptimeByHourOfWeek(segmentsOf(question), zoneOf(question));
    expect(cells.map(({ dayOfWeek, hour }) => 24 * dayOfWeek + hour)).toEqual([...Array(168).keys()]);
    expect(sum(cells.map(({ uptime }) => uptime))).toEqual(uptimes(question, [question.window])[0]);
  });
});

test('each hour of the week has the uptime of the time in which the clock of the platform shows it', () => {
  holdsFor((question) => {
    const shown = hoursShown(zoneOf(question), question.window);
    const computed = uptimes(
      question,
      shown.map(({ from, to }) => ({ from, to })),
    );
    for (const [cell, { uptime }] of uptimeByHourOfWeek(segmentsOf(question), zoneOf(question)).entries()) {
      expect([cell, uptime]).toEqual([cell, sum(computed.filter((_, i) => shown[i]!.cell === cell))]);
    }
  }, 100);
});

/** The parts of a window in which the clock of the platform shows one hour of one date. */
function hoursShown(timeZone: string, window: Interval): (Interval & { cell: number })[] {
  const THURSDAY = 3;
  return steadyOffsets(timeZone, window.from - DAY, window.to + DAY).flatMap(({ from, to, offset }) => {
    const part = intersection({ from, to }, window);
    if (part === null) return [];
    const [first, last] = [part.from, part.to].map((instant) => Math.floor((instant + offset) / HOUR)) as [
      number,
      number,
    ];
    return Array.from({ length: last - first + 1 }, (_, i) => first + i).flatMap((hour) => {
      const shown = intersection({ from: hour * HOUR - offset, to: (hour + 1) * HOUR - offset }, part);
      return shown === null ? [] : [{ ...shown, cell: (((hour + THURSDAY * 24) % 168) + 168) % 168 }];
    });
  });
}
