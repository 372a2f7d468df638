import { describe, expect, it, test } from '@jest/globals';
import { isProblem } from '../parse-problem.js';
import { parsePosixRule, type PosixRule } from './posix-rule.js';

const HOUR = 3_600;

const seconds = (text: string) => Date.parse(`${text}Z`) / 1000;

function rule(text: string): PosixRule {
  const parsed = parsePosixRule(text);
  if (isProblem(parsed)) throw new Error(parsed.problem);
  return parsed;
}

/** The offset just before and at an instant, in hours. */
const around = (text: string, instant: string) =>
  [seconds(instant) - 1, seconds(instant)].map((at) => rule(text).offsetAt(at) / HOUR);

describe('a POSIX TZ string', () => {
  test.each([
    ['UTC0', 0],
    ['<+0545>-5:45', 5.75],
    ['<-03>3', -3],
    ['LMT1:30:36', -(1.5 + 0.01)],
  ])('without daylight saving has one offset: %s', (text, hours) => {
    expect(rule(text).offsetAt(0) / HOUR).toBeCloseTo(hours, 10);
  });

  it.each([
    ['changes on the second Sunday', 'CST6CDT,M3.2.0,M11.1.0', '2039-03-13T08:00', [-6, -5]],
    ['changes back on the first Sunday', 'CST6CDT,M3.2.0,M11.1.0', '2039-11-06T07:00', [-5, -6]],
    ['changes on the last Sunday', 'CET-1CEST,M3.5.0,M10.5.0/3', '2040-03-25T01:00', [1, 2]],
    ['changes back on the last Sunday', 'CET-1CEST,M3.5.0,M10.5.0/3', '2040-10-28T01:00', [2, 1]],
    ['has summer at the turn of the year', 'AEST-10AEDT,M10.1.0,M4.1.0/3', '2041-01-01T00:00', [11, 11]],
    ['has half an hour of it', '<+1030>-10:30<+11>-11,M10.1.0,M4.1.0', '2042-04-05T15:00', [11, 10.5]],
    ['has negative daylight saving', 'IST-1GMT0,M10.5.0,M3.5.0/1', '2043-03-29T01:00', [0, 1]],
    ['changes before midnight of the day before', '<-02>2<-01>,M3.5.0/-1,M10.5.0/0', '2040-03-25T01:00', [-2, -1]],
    ['changes days after the date', 'EET-2EEST,M3.4.4/50,M10.4.4/50', '2038-03-27T00:00', [2, 3]],
    ['counts days without 29 February', 'AAA0BBB,J60/0,J300/0', '2040-03-01T00:00', [0, 1]],
    ['counts days with 29 February', 'AAA0BBB,59/0,300/0', '2040-02-29T00:00', [0, 1]],
    ['is daylight saving all year', 'EST5EDT,0/0,J365/25', '2040-01-01T05:00', [-4, -4]],
  ])('%s: %s', (_what, text, instant, expected) => {
    expect(around(text, instant)).toEqual(expected);
  });

  it.each(['', 'CST', '6', 'CST25', 'CST6:60', 'CST6CDT', 'CST6CDT,M13.1.0,M11.1.0', 'CST6CDT,M3.6.0,M11.1.0', 'A6'])(
    'is not "%s"',
    (text) => expect(isProblem(parsePosixRule(text))).toBe(true),
  );

  it.each(['CST6CDT,M3.2.7,M11.1.0', 'CST6CDT,J0,J365', 'CST6CDT,366,1', 'CST6CDT,M3.2.0/168,M11.1.0'])(
    'is not "%s", which names a day or time that there is not',
    (text) => expect(isProblem(parsePosixRule(text))).toBe(true),
  );
});
