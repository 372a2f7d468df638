import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { isProblem } from '../../../domain/parse-problem.js';
import { DAY } from '../../../domain/time/instant.js';
import { formatLocalDate, parseLocalDate } from '../../../domain/time/local-date.js';
import { parseRule } from './recurrence-rule.js';
import { recurrencesOf } from './recurrence.js';

function datesOf(text: string, start: string, from: string, to: string): { dates: string[]; goesOn: boolean } {
  const local = parseLocalDate(start)! * DAY;
  const rule = parseRule(ICAL.Recur.fromString(text), { local, zone: null });
  if (isProblem(rule)) throw new Error(rule.problem);
  const range = { from: parseLocalDate(from)!, to: parseLocalDate(to)! };
  const { locals, goesOn } = recurrencesOf(rule, local, range);
  return { dates: locals.map((at) => formatLocalDate(at / DAY)), goesOn };
}

/** The examples of RFC 5545, 3.8.5.3, and the dates that it gives, without the first. */
describe('an event recurs as RFC 5545 says', () => {
  it.each([
    ['FREQ=DAILY;INTERVAL=10;COUNT=5', '1997-09-02', ['09-12', '09-22', '10-02', '10-12']],
    ['FREQ=WEEKLY;UNTIL=19970923', '1997-09-02', ['09-09', '09-16', '09-23']],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=6;WKST=SU;BYDAY=TU,TH', '1997-09-02', ['09-04', '09-16', '09-18', '09-30', '10-02']],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '1997-08-05', ['08-10', '08-19', '08-24']],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', '1997-08-05', ['08-17', '08-19', '08-31']],
    ['FREQ=MONTHLY;COUNT=4;BYDAY=1FR', '1997-09-05', ['10-03', '11-07', '12-05']],
    [
      'FREQ=MONTHLY;INTERVAL=2;COUNT=6;BYDAY=1SU,-1SU',
      '1997-09-07',
      ['09-28', '11-02', '11-30', '1998-01-04', '1998-01-25'],
    ],
    ['FREQ=MONTHLY;COUNT=4;BYDAY=-2MO', '1997-09-22', ['10-20', '11-17', '12-22']],
    ['FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=4', '1997-09-28', ['10-29', '11-28', '12-29']],
    ['FREQ=MONTHLY;COUNT=6;BYMONTHDAY=2,15', '1997-09-02', ['09-15', '10-02', '10-15', '11-02', '11-15']],
    ['FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1', '1997-09-30', ['10-01', '10-31', '11-01']],
    ['FREQ=YEARLY;COUNT=4;BYMONTH=6,7', '1997-06-10', ['07-10', '1998-06-10', '1998-07-10']],
    [
      'FREQ=YEARLY;INTERVAL=3;COUNT=5;BYYEARDAY=1,100,200',
      '1997-01-01',
      ['04-10', '07-19', '2000-01-01', '2000-04-09'],
    ],
    ['FREQ=YEARLY;BYDAY=20MO;COUNT=3', '1997-05-19', ['1998-05-18', '1999-05-17']],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=5', '1997-03-13', ['03-20', '03-27', '1998-03-05', '1998-03-12']],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=4', '1997-09-02', ['1998-02-13', '1998-03-13', '1998-11-13']],
    ['FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13;COUNT=3', '1997-09-13', ['10-11', '11-08']],
    [
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3',
      '1996-11-05',
      ['2000-11-07', '2004-11-02'],
    ],
    ['FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '1997-09-04', ['10-07', '11-06']],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=4', '1997-09-29', ['10-30', '11-27', '12-30']],
    ['FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', '2007-01-15', ['01-30', '02-15', '03-15', '03-30']],
    ['FREQ=YEARLY;COUNT=3', '2024-02-29', ['2028-02-29', '2032-02-29']],
    ['FREQ=MONTHLY;COUNT=4', '2025-01-31', ['03-31', '05-31', '07-31']],
  ])('%s from %s', (rule, start, expected) => {
    const year = start.slice(0, 4);
    const dates = expected.map((date) => (date.length === 5 ? `${year}-${date}` : date));
    expect(datesOf(rule, start, '1990-01-01', '2040-01-01')).toEqual({ dates, goesOn: false });
  });

  it('and not at all where nothing matches', () => {
    const none = [
      'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
      'FREQ=MONTHLY;INTERVAL=48;BYDAY=5MO',
      'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31',
    ];
    for (const rule of none) expect(datesOf(rule, '2023-02-01', '2023-01-01', '2030-01-01').dates).toEqual([]);
  });
});

it('a later range has the same dates, and an end ends them', () => {
  const rules = fc.constantFrom(
    'FREQ=DAILY;INTERVAL=7',
    'FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU;WKST=SU',
    'FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=YEARLY;BYDAY=-1SU;INTERVAL=2',
    'FREQ=DAILY;INTERVAL=5;COUNT=100',
  );
  fc.assert(
    fc.property(
      rules,
      fc.integer({ min: 15_000, max: 21_000 }),
      fc.integer({ min: 15_000, max: 21_000 }),
      (rule, start, from) => {
        const all = datesOf(rule, formatLocalDate(start), formatLocalDate(start), '2028-12-31');
        const later = datesOf(rule, formatLocalDate(start), formatLocalDate(from), '2028-12-31');
        expect(later).toEqual({ ...all, dates: all.dates.filter((date) => date >= formatLocalDate(from)) });
        const until = datesOf(
          `${rule.replace(';COUNT=100', '')};UNTIL=20260101`,
          formatLocalDate(start),
          '2000-01-01',
          '2028-12-31',
        );
        expect(until.dates.every((date) => date <= '2026-01-01')).toBe(true);
      },
    ),
  );
});
