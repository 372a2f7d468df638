import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeInvalidInstant } from './instant-problem.js';
import { DAY, HOUR, MINUTE, SECOND, formatInstant, parseInstant } from './instant.js';

const at = (iso: string, micros = 0) => Date.parse(iso) * 1000 + micros;

const FIRST = at('1970-01-01T00:00:00Z');
const LAST = at('2254-12-31T23:59:59Z', 999_999);
const instants = fc.oneof(fc.integer({ min: FIRST, max: LAST }), fc.constantFrom(FIRST, LAST));

describe('parsing an instant', () => {
  test.each([
    ['2023-01-22 12:09:39.388884 UTC', at('2023-01-22T12:09:39Z', 388_884)],
    ['2023-01-25 18:13:22.47922 UTC', at('2023-01-25T18:13:22Z', 479_220)],
    ['2023-01-22 12:09:39.3 UTC', at('2023-01-22T12:09:39Z', 300_000)],
    ['2023-01-22 12:09:39.000001 UTC', at('2023-01-22T12:09:39Z', 1)],
    ['2023-01-22 12:09:39 UTC', at('2023-01-22T12:09:39Z')],
    ['2023-01-22T12:09:39.3888841Z', at('2023-01-22T12:09:39Z', 388_884)],
    ['2023-01-22T12:09:39.388884999Z', at('2023-01-22T12:09:39Z', 388_884)],
    ['2023-01-22t12:09:39z', at('2023-01-22T12:09:39Z')],
    ['2023-01-22T12:09:39Z', at('2023-01-22T12:09:39Z')],
    ['2023-01-22T12:09:39.388884Z', at('2023-01-22T12:09:39Z', 388_884)],
    ['2023-01-22T12:09Z', at('2023-01-22T12:09:00Z')],
    ['2023-01-22T12:09:39+05:30', at('2023-01-22T06:39:39Z')],
    ['2023-01-22T12:09:39-0330', at('2023-01-22T15:39:39Z')],
    ['2023-01-22 12:09:39+00', at('2023-01-22T12:09:39Z')],
    ['2023-01-22 12:09:39 -05:00', at('2023-01-22T17:09:39Z')],
    ['2023-01-22T12:09:39-00:30', at('2023-01-22T12:39:39Z')],
    ['2024-02-29T00:00:00Z', at('2024-02-29T00:00:00Z')],
    ['2000-02-29T00:00:00Z', at('2000-02-29T00:00:00Z')],
    ['1970-01-01T00:00:00Z', 0],
    ['2254-12-31T23:59:59.999999Z', LAST],
  ])('from %s', (text, instant) => {
    expect(parseInstant(text, 'required')).toBe(instant);
    expect(parseInstant(text, 'assume-utc')).toBe(instant);
  });

  test.each(['2023-01-22 12:09:39.388884', '2023-01-22T12:09:39.388884'])(
    'from %s, which names no zone, as UTC in a file and not at all in JSON',
    (text) => {
      expect(parseInstant(text, 'assume-utc')).toBe(at('2023-01-22T12:09:39Z', 388_884));
      expect(parseInstant(text, 'required')).toBe('without-zone');
    },
  );
});

test.each([
  '',
  'yesterday',
  '1674389379',
  '2023-01-22',
  '2023-01-22 UTC',
  '22/01/2023 12:09:39 UTC',
  '2023-1-22 12:09:39 UTC',
  '2023-01-22 9:09:39 UTC',
  '2023-01-22  12:09:39 UTC',
  ' 2023-01-22 12:09:39 UTC',
  '2023-01-22 12:09:39 UTC ',
  '2023-01-22 12:09:39 UTC\n',
  '2023-01-22 12:09:39. UTC',
  '2023-01-22 12:09:39,388884 UTC',
  '2023-01-22 12:09:39.3888841234 UTC',
  '2023-01-22 12:09:39 EST',
  '2023-01-22 12:09:39 America/Chicago',
  '2023-01-22T12:09:39+24:00',
  '2023-01-22T12:09:39+05:60',
  '2023-01-22T12:09:39+5',
  '2023-01-22T24:00:00Z',
  '2023-01-22T12:60:00Z',
  '2023-01-22T12:09:60Z',
  '2023-00-22T12:09:39Z',
  '2023-13-22T12:09:39Z',
  '2023-01-00T12:09:39Z',
  '2023-01-32T12:09:39Z',
  '2023-04-31T12:09:39Z',
  '2023-02-29T12:09:39Z',
  '2100-02-29T12:09:39Z',
  '1969-12-31T23:59:59Z',
  '2255-01-01T00:00:00Z',
  '-2023-01-22T12:09:39Z',
  '12023-01-22T12:09:39Z',
])('"%s" is not an instant', (text) => {
  expect(parseInstant(text, 'assume-utc')).toBe('unreadable');
  expect(parseInstant(text, 'required')).toBe('unreadable');
});

test('accepts only what the pattern allows', () => {
  const pattern = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)? ?(UTC|[Zz]|[+-]\d\d(:?\d\d)?)?$/;
  const written = fc.constantFrom('2023-01-22 12:09:39.388884 UTC', '2023-01-22T12:09:39-03:30', '2023-01-22T12:09Z');
  const change = fc.tuple(
    fc.nat(31),
    fc.nat(2),
    fc.constantFrom('0', '9', ':', '.', '-', ' ', '+', 'T', 'Z', 'x', '٣'),
  );
  fc.assert(
    fc.property(written, fc.array(change, { maxLength: 3 }), (text, changes) => {
      const changed = changes.reduce<string>((so, [at, cut, put]) => so.slice(0, at) + put + so.slice(at + cut), text);
      if (!pattern.test(changed)) expect(parseInstant(changed, 'assume-utc')).toBe('unreadable');
    }),
    { numRuns: 2_000 },
  );
});

describe('formatting an instant', () => {
  test.each([
    [at('2023-01-25T18:13:22Z', 479_220), '2023-01-25T18:13:22.479220Z'],
    [at('2023-01-25T18:13:22Z'), '2023-01-25T18:13:22.000000Z'],
    [at('2023-01-25T18:13:22Z', 1), '2023-01-25T18:13:22.000001Z'],
    [0, '1970-01-01T00:00:00.000000Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
    [LAST, '2254-12-31T23:59:59.999999Z'],
  ])('%d as %s', (instant, text) => expect(formatInstant(instant)).toBe(text));

  test('parses to itself', () => {
    fc.assert(
      fc.property(instants, (instant) => expect(parseInstant(formatInstant(instant), 'required')).toBe(instant)),
    );
  });

  test('so that texts sort as instants do', () => {
    fc.assert(fc.property(instants, instants, (a, b) => expect(formatInstant(a) < formatInstant(b)).toBe(a < b)));
  });
});

test('what is read can be written and read again', () => {
  const offsets = fc.record({ sign: fc.constantFrom('+', '-'), hours: fc.nat(23), minutes: fc.nat(59) });
  fc.assert(
    fc.property(instants, offsets, (instant, { sign, hours, minutes }) => {
      const pad = (value: number) => String(value).padStart(2, '0');
      const local = formatInstant(instant).slice(0, -1);
      const read = parseInstant(`${local}${sign}${pad(hours)}:${pad(minutes)}`, 'required');
      const ahead = (sign === '-' ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
      if (instant - ahead >= FIRST && instant - ahead <= LAST) {
        expect(read).toBe(instant - ahead);
        expect(parseInstant(formatInstant(instant - ahead), 'required')).toBe(read);
      } else {
        expect(read).toBe('unreadable');
      }
    }),
  );
});

test('the units build on one another', () => {
  expect([SECOND, MINUTE, HOUR, DAY]).toEqual([1e6, 60e6, 3600e6, 86400e6]);
});

describe('an invalid instant', () => {
  test.each([
    ['2023-01-22T12:09:39', 'has no time zone'],
    ['2016-12-31T23:59:60Z', 'is a leap second, which has no place in UTC days of 24 hours'],
    ['2023-01-22T12:09:39,388Z', 'has a comma before the fraction of the second, where a dot is expected'],
    ['1969-12-31T23:59:59Z', 'is not within the years 1970 to 2254'],
    ['2255-01-01T00:00:00Z', 'is not within the years 1970 to 2254'],
    ['2023-02-29T00:00:00Z', 'is not an instant'],
    ['2023-01-22T12:09:39.1234567890Z', 'is not an instant'],
    ['1/25/2023 18:13', 'is not an instant'],
    ['', 'is not an instant'],
  ])('says what is wrong with %j', (text, problem) => {
    expect(describeInvalidInstant(text)).toBe(problem);
  });
});
