import { describe, expect, it, test } from '@jest/globals';
import { parseTimeZone } from './parse-time-zone.js';
import { timeZones } from './time-zone-database.js';

/** The names of ICU that are not in the IANA database. */
const ONLY_ICU = [
  ...['ACT', 'AET', 'AGT', 'ART', 'AST', 'BET', 'BST', 'CAT', 'CNT', 'CST', 'CTT', 'EAT', 'ECT', 'IET', 'IST', 'JST'],
  ...['MIT', 'NET', 'NST', 'PLT', 'PNT', 'PRT', 'PST', 'SST', 'VST', 'US/Pacific-New', 'Canada/East-Saskatchewan'],
  ...['AST4', 'AST4ADT', 'CST6', 'CST6CDT', 'EST5', 'EST5EDT', 'HST10', 'MST7', 'MST7MDT', 'PST8', 'PST8PDT'].map(
    (name) => `SystemV/${name}`,
  ),
  ...['SystemV/YST9', 'SystemV/YST9YDT'],
];

describe('the name of a time zone', () => {
  it.each(['America/Chicago', 'Asia/Calcutta', 'Europe/Kiev', 'US/Central', 'EST5EDT', 'EST', 'UTC', 'Etc/GMT+5'])(
    'is taken from the IANA database: %s',
    (timeZone) => expect(parseTimeZone(timeZone)).toEqual({ timeZone, isFromWindows: false }),
  );

  it('may be in any case, and stays as it is', () => {
    expect(parseTimeZone('america/chicago')).toEqual({ timeZone: 'america/chicago', isFromWindows: false });
  });

  it.each([
    ['Central Standard Time', 'America/Chicago'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['GMT Standard Time', 'Europe/London'],
    ['india standard time', 'Asia/Calcutta'],
    ['UTC-11', 'Etc/GMT+11'],
  ])('may be that of Windows: %s', (text, timeZone) => {
    expect(parseTimeZone(text)).toEqual({ timeZone, isFromWindows: true });
  });

  it.each(ONLY_ICU)('is not %s, which only ICU knows, and the problem names another', (name) => {
    const parsed = parseTimeZone(name) as { problem: string };
    expect(parsed.problem).toMatch(/^is not an IANA time zone such as America\/Chicago \(perhaps .*\)$/);
    const candidates = parsed.problem.match(/(?<=perhaps .*)[A-Z]\w+\/[\w/]+/g)!;
    expect(candidates.filter((candidate) => !timeZones().has(candidate))).toEqual([]);
  });

  test.each([
    ['BST', '(perhaps Europe/London)'],
    ['bst', '(perhaps Europe/London)'],
    ['CST', '(perhaps America/Chicago or Asia/Shanghai)'],
    ['IST', '(perhaps Asia/Kolkata, Asia/Jerusalem or Europe/Dublin)'],
    ['US/Pacific-New', '(perhaps America/Los_Angeles)'],
  ])('has a hint for %s: %s', (name, hint) => {
    expect(parseTimeZone(name)).toEqual({ problem: `is not an IANA time zone such as America/Chicago ${hint}` });
  });

  it.each([
    '',
    ' ',
    'Mars/Olympus',
    'Chicago',
    '+01:00',
    '-05:00',
    'America/Chicago ',
    'Factory',
    'localtime',
    'posixrules',
    'posix/UTC',
    'right/UTC',
    'GMT+5',
  ])('is not "%s", without a hint', (name) =>
    expect(parseTimeZone(name)).toEqual({ problem: 'is not an IANA time zone such as America/Chicago' }),
  );
});
