import { describe, expect, it } from '@jest/globals';
import { formatLocalDate, parseLocalDate } from '../../../domain/time/local-date.js';
import { isProblem } from '../../../domain/parse-problem.js';
import { readCalendar } from './read-calendar.js';

const RANGE = { from: parseLocalDate('2025-01-01')!, to: parseLocalDate('2027-12-31')! };

const calendarOf = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const eventOf = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];

async function read(text: string, { timeZone = 'Europe/Berlin', range = RANGE } = {}) {
  const found = await readCalendar(text, { timeZone, range });
  if (isProblem(found)) return { ...found, dates: [], notTaken: [] };
  const dates = found.specialHours.map(({ date, intervals, reason }) => {
    expect(intervals).toEqual([]);
    return [formatLocalDate(date), ...(reason === undefined ? [] : [reason])].join(' ');
  });
  return { dates, notTaken: found.notTaken.map(({ where, reason }) => `${where}: ${reason}`) };
}

const event = (...lines: string[]) => read(calendarOf(...eventOf(...lines)));

describe('the events of a calendar close', () => {
  it.each([
    ['their date', ['DTSTART;VALUE=DATE:20251225', 'SUMMARY:Christmas\\, at last'], ['2025-12-25 Christmas, at last']],
    ['a date without an end', ['DTSTART:20251225'], ['2025-12-25']],
    [
      'all their dates, but not their end',
      ['DTSTART;VALUE=DATE:20251224', 'DTEND;VALUE=DATE:20251227'],
      ['2025-12-24', '2025-12-25', '2025-12-26'],
    ],
    ['as many dates as they last', ['DTSTART;VALUE=DATE:20251224', 'DURATION:P2D'], ['2025-12-24', '2025-12-25']],
    [
      'the dates that their times touch',
      ['DTSTART:20251224T220000', 'DTEND:20251225T020000'],
      ['2025-12-24', '2025-12-25'],
    ],
    ['not the date at whose midnight they end', ['DTSTART:20251224T180000', 'DTEND:20251225T000000'], ['2025-12-24']],
    ['the date of a moment', ['DTSTART:20251224T180000'], ['2025-12-24']],
    ["dates on the store's clock: UTC", ['DTSTART:20251224T233000Z', 'DURATION:PT1H'], ['2025-12-25']],
    [
      "dates on the store's clock: another zone",
      ['DTSTART;TZID=America/New_York:20251224T190000', 'DURATION:PT1H'],
      ['2025-12-25'],
    ],
    [
      "dates on the store's clock: a name of Windows",
      ['DTSTART;TZID=Eastern Standard Time:20251224T190000', 'DURATION:PT1H'],
      ['2025-12-25'],
    ],
    ['with a zone behind a prefix', ['DTSTART;TZID=/example.org/2025a/Europe/Berlin:20251224T100000'], ['2025-12-24']],
    [
      'folded and in lower case',
      ['dtstart;value=date:202512', ' 25', 'summary:Christ', '\tmas'],
      ['2025-12-25 Christmas'],
    ],
  ])('%s', async (_what, lines, dates) => {
    expect(await event(...lines)).toEqual({ dates, notTaken: [] });
  });

  it('a date once, with the reason of each', async () => {
    const [one, other] = [
      eventOf('DTSTART:20251225', 'SUMMARY:Christmas'),
      eventOf('DTSTART:20251225', 'SUMMARY:Inventory'),
    ];
    expect((await read(calendarOf(...one, ...other, ...one))).dates).toEqual(['2025-12-25 Christmas; Inventory']);
  });

  it('what recurs, without what is excluded, and with what is added', async () => {
    const rule = 'RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20251231';
    const dates = ['EXDATE;VALUE=DATE:20251031', 'RDATE;VALUE=DATE:20251203,20251204'];
    expect(await event('DTSTART;VALUE=DATE:20250926', rule, ...dates)).toEqual({
      dates: ['2025-09-26', '2025-11-28', '2025-12-03', '2025-12-04', '2025-12-26'],
      notTaken: [],
    });
  });

  it('what recurs at a time of a zone, also where the clocks change', async () => {
    // 23:30 in New York is the next date in Berlin, in winter and in summer.
    const lines = ['DTSTART;TZID=America/New_York:20250307T233000', 'DURATION:PT10M', 'RRULE:FREQ=DAILY;COUNT=3'];
    expect((await event(...lines)).dates).toEqual(['2025-03-08', '2025-03-09', '2025-03-10']);
    const until = ['DTSTART;TZID=America/New_York:20250307T180000', 'RRULE:FREQ=DAILY;UNTIL=20250308T230000Z'];
    expect((await event(...until)).dates).toEqual(['2025-03-08', '2025-03-09']);
    const excluded = [...until, 'EXDATE;TZID=America/New_York:20250307T180000'];
    expect((await event(...excluded)).dates).toEqual(['2025-03-09']);
    expect((await event(...until, 'EXDATE;VALUE=DATE:20250308')).dates).toEqual(['2025-03-08']);
  });

  it('periods that are added', async () => {
    const lines = [
      'DTSTART:20250307T100000Z',
      'RDATE;VALUE=PERIOD:20250401T100000Z/PT30H,20250501T100000Z/20250503T010000Z',
    ];
    const dates = ['2025-03-07', '2025-04-01', '2025-04-02', '2025-05-01', '2025-05-02', '2025-05-03'];
    expect(await event(...lines)).toEqual({ dates, notTaken: [] });
  });

  it('another date where one occurrence was moved, and none where one was cancelled', async () => {
    const series = eventOf('UID:a', 'DTSTART;VALUE=DATE:20251201', 'RRULE:FREQ=WEEKLY;COUNT=4', 'SUMMARY:Monday');
    const moved = eventOf(
      'UID:a',
      'RECURRENCE-ID;VALUE=DATE:20251208',
      'DTSTART;VALUE=DATE:20251209',
      'SUMMARY:Tuesday',
    );
    const cancelled = eventOf(
      'UID:a',
      'RECURRENCE-ID;VALUE=DATE:20251215',
      'DTSTART;VALUE=DATE:20251215',
      'STATUS:CANCELLED',
    );
    expect(await read(calendarOf(...series, ...moved, ...cancelled))).toEqual({
      dates: ['2025-12-01 Monday', '2025-12-09 Tuesday', '2025-12-22 Monday'],
      notTaken: [],
    });
  });
});

describe('what is not taken of a calendar is said, and the rest is taken:', () => {
  it.each([
    ['a far past', ['DTSTART;VALUE=DATE:20101225'], 'none of its dates is in the range 2025-01-01 to 2027-12-31'],
    ['a far future', ['DTSTART;VALUE=DATE:20401225'], 'none of its dates is in the range 2025-01-01 to 2027-12-31'],
    [
      'a year of no instant',
      ['DTSTART;VALUE=DATE:16041225'],
      'DTSTART: 1604-12-25 is not within the years 1970 to 2254',
    ],
    ['a date that does not exist', ['DTSTART;VALUE=DATE:20250230'], 'DTSTART: there is no date 2025-02-30'],
    ['a time that does not exist', ['DTSTART:20250210T250000'], 'DTSTART: there is no time of day 25:00:00'],
    [
      'an unknown zone',
      ['DTSTART;TZID=Mars/Olympus:20250210T100000'],
      'DTSTART: TZID "Mars/Olympus" is not an IANA time zone such as America/Chicago',
    ],
    ['no start', ['SUMMARY:x'], 'it has no DTSTART'],
    ['an end before the start', ['DTSTART:20250210T100000', 'DTEND:20250210T090000'], 'it ends before it begins'],
    [
      'a date with a time',
      ['DTSTART;VALUE=DATE:20250210', 'DTEND:20250211T090000'],
      'of DTSTART and DTEND, one is a date and one a time',
    ],
    ['a cancelled event', ['DTSTART:20250210', 'STATUS:CANCELLED'], 'it is cancelled'],
    ['a broken line', ['DTSTART:20250210', 'broken'], 'invalid line (no token ";" or ":") "broken"'],
    [
      'an unknown frequency',
      ['DTSTART:20250210', 'RRULE:FREQ=OFTEN'],
      expect.stringContaining('invalid frequency "OFTEN"'),
    ],
    [
      'hours',
      ['DTSTART:20250210', 'RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30'],
      'FREQ=HOURLY is not read; DAILY, WEEKLY, MONTHLY, YEARLY are',
    ],
    [
      'weeks of a year',
      ['DTSTART:20250210', 'RRULE:FREQ=YEARLY;BYWEEKNO=20'],
      expect.stringContaining('BYWEEKNO is not read'),
    ],
    [
      'all that follows',
      ['UID:a', 'RECURRENCE-ID;RANGE=THISANDFUTURE:20250210', 'DTSTART:20250210'],
      'RECURRENCE-ID with RANGE is not read',
    ],
  ])('%s', async (_what, lines, reason) => {
    const text = calendarOf('X-NAME:y', ...eventOf(...lines), ...eventOf('DTSTART:20250501'));
    const where = 'line 4';
    const found = await read(text);
    expect(found.dates).toEqual(['2025-05-01']);
    expect(found.notTaken).toHaveLength(1);
    expect(found.notTaken[0]!.replace(/^(line \d+)( \(.*?\))?: /, '$1|').split('|')).toEqual([where, reason]);
  });

  it('dates out of the range, and a recurrence without end', async () => {
    expect(await event('DTSTART;VALUE=DATE:20141225', 'RRULE:FREQ=YEARLY', 'SUMMARY:Christmas')).toEqual({
      dates: ['2025-12-25 Christmas', '2026-12-25 Christmas', '2027-12-25 Christmas'],
      notTaken: ['line 3 (Christmas): its dates before and after the range 2025-01-01 to 2027-12-31 are not taken'],
    });
    const long = await event('DTSTART;VALUE=DATE:20271230', 'DTEND;VALUE=DATE:20280105');
    expect(long.dates).toEqual(['2027-12-30', '2027-12-31']);
    expect(long.notTaken).toEqual(['line 3: its dates after the range 2025-01-01 to 2027-12-31 are not taken']);
  });

  it('what has no end, ends nothing, or is no event', async () => {
    const lines = [
      'BEGIN:VTODO',
      'DUE:20250101',
      'END:VTODO',
      'BEGIN:VEVENT',
      'DTSTART:20250301',
      ...eventOf('DTSTART:20250501'),
      'END:VALARM',
      'nonsense',
    ];
    const found = await read(['BEGIN:VCALENDAR', ...lines].join('\n'));
    expect(found.dates).toEqual(['2025-05-01']);
    expect(found.notTaken).toEqual([
      'line 2: VTODO is no event',
      'line 5: VEVENT has no end',
      'line 10: END:VALARM ends nothing',
      'line 11: "nonsense" is no line of a calendar',
      'line 1: VCALENDAR has no end: is the file whole?',
    ]);
  });
});

it.each(['', 'store_id,date', 'BEGIN:VCARD\r\nEND:VCARD'])(
  'a text that is no calendar is refused: %j',
  async (text) => {
    expect(await read(text)).toMatchObject({
      problem: 'it is no calendar: its first line is not BEGIN:VCALENDAR',
    });
  },
);

it('events have alarms and time zones, which say nothing of dates', async () => {
  const zone = [
    'BEGIN:VTIMEZONE',
    'TZID:Europe/Berlin',
    'BEGIN:STANDARD',
    'DTSTART:19701025T030000',
    'END:STANDARD',
    'END:VTIMEZONE',
  ];
  const alarm = ['BEGIN:VALARM', 'TRIGGER:-PT15M', 'END:VALARM'];
  const text = calendarOf(...zone, ...eventOf('DTSTART;TZID=Europe/Berlin:20251224T100000', ...alarm));
  expect(await read(text)).toEqual({ dates: ['2025-12-24'], notTaken: [] });
});

it('10,000 events are read', async () => {
  const events = Array.from({ length: 10_000 }, (_, index) =>
    eventOf(
      `UID:${index}`,
      `DTSTART;VALUE=DATE:2025${String(1 + (index % 12)).padStart(2, '0')}15`,
      'RRULE:FREQ=YEARLY',
      'SUMMARY:Day',
    ),
  );
  const found = await read(calendarOf(...events.flat()));
  expect([found.dates.length, found.notTaken.length]).toEqual([36, 10_000]);
});
