import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { localToInstant, steadyOffsets } from '../../../test/support/reference/reference-clock.js';
import { NEWER_THAN_NODE, ODD_ZONES } from '../../../test/support/data/zones.js';
import { DAY, HOUR, MINUTE, SECOND } from '../time/instant.js';
import { DEFAULT_TIME_ZONE, ZoneOffsets, zoneOffsets } from './zone-offsets.js';

const local = (text: string) => Date.parse(`${text}Z`) * 1000;
const utc = local;

describe('a time zone', () => {
  test('that does not exist is refused by name', () => {
    expect(() => new ZoneOffsets('America/Springfield')).toThrow(
      'America/Springfield is not an IANA time zone of the time zone data in use (2026f)',
    );
  });

  test('is America/Chicago if none is known', () => expect(DEFAULT_TIME_ZONE).toBe('America/Chicago'));

  test('is cached', () => expect(zoneOffsets('Asia/Kolkata')).toBe(zoneOffsets('Asia/Kolkata')));
});

describe('a local time means', () => {
  test.each([
    ['one instant', 'America/Chicago', '2023-01-23T09:00', '2023-01-23T15:00'],
    ['another in summer', 'America/Chicago', '2023-07-03T09:00', '2023-07-03T14:00'],
    ['itself moved by the gap when it is skipped', 'America/New_York', '2023-03-12T02:30', '2023-03-12T07:30'],
    ['the end of the gap when it begins it', 'America/New_York', '2023-03-12T02:00', '2023-03-12T07:00'],
    ['its first occurrence', 'America/New_York', '2023-11-05T01:30', '2023-11-05T05:30'],
    ['its only one after the repeated hour', 'America/New_York', '2023-11-05T02:00', '2023-11-05T07:00'],
    ['half an hour on in Lord Howe', 'Australia/Lord_Howe', '2023-10-01T02:15', '2023-09-30T15:45'],
    ['01:00 for Beirut’s missing midnight', 'Asia/Beirut', '2023-03-26T00:00', '2023-03-25T22:00'],
    ['01:00 for Sao Paulo’s missing midnight', 'America/Sao_Paulo', '2018-11-04T00:00', '2018-11-04T03:00'],
    ['the first 23:30 of Sao Paulo’s two', 'America/Sao_Paulo', '2019-02-16T23:30', '2019-02-17T01:30'],
    ['noon of the 31st for noon of Apia’s missing day', 'Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00'],
    ['a winter time in Dublin, whose law turns it round', 'Europe/Dublin', '2023-10-29T01:30', '2023-10-29T00:30'],
    ['an offset with seconds', 'Africa/Monrovia', '1971-06-01T00:00', '1971-06-01T00:44:30'],
  ])('%s: %s, %s', (_, timeZone, text, expected) => {
    expect(zoneOffsets(timeZone).toInstant(local(text))).toBe(utc(expected));
  });
});

describe('a plain reading of the clock agrees', () => {
  const YEARS = { min: local('1971-01-01T00:00'), max: local('2050-01-01T00:00') };

  test('in every zone, at any local time', () => {
    for (const timeZone of Intl.supportedValuesOf('timeZone').filter((name) => !NEWER_THAN_NODE.has(name))) {
      fc.assert(
        fc.property(fc.integer(YEARS), (time) => {
          const clock = steadyOffsets(timeZone, time - 2 * DAY, time + 2 * DAY, 12 * HOUR);
          expect(zoneOffsets(timeZone).toInstant(time)).toBe(localToInstant(time, clock));
        }),
        { numRuns: 10 },
      );
    }
  });

  test.each(ODD_ZONES.flatMap(({ timeZone }) => timeZone ?? []))('around every change in %s', (timeZone) => {
    const clock = steadyOffsets(timeZone, utc('1975-01-01T00:00'), utc('2038-01-01T00:00'), 12 * HOUR);
    const zone = new ZoneOffsets(timeZone);
    for (const [i, { from, offset }] of clock.entries()) {
      if (i === 0) continue;
      const before = from + clock[i - 1]!.offset;
      const after = from + offset;
      for (const edge of [before, after, (before + after) / 2]) {
        for (const away of [0, 1, SECOND, 15 * MINUTE, HOUR, 12 * HOUR, DAY, 2 * DAY]) {
          for (const time of [edge - away, edge + away]) {
            expect([time, zone.toInstant(time)]).toEqual([time, localToInstant(time, clock)]);
          }
        }
      }
    }
  });
});

describe("today's date and the host's zone change nothing", () => {
  const hostZone = process.env.TZ;
  afterEach(() => {
    jest.useRealTimers();
    if (hostZone === undefined) delete process.env.TZ;
    else process.env.TZ = hostZone;
  });

  test.each(['America/New_York', 'Europe/Dublin', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Africa/Casablanca'])(
    'in %s',
    (timeZone) => {
      const clock = steadyOffsets(timeZone, utc('2018-01-01T00:00'), utc('2020-01-01T00:00'));
      const times = clock
        .slice(1)
        .flatMap(({ from, offset }) =>
          [-60, -30, -15, 0, 15, 30, 60].map((minutes) => from + offset + minutes * MINUTE),
        );
      const read = (today: string, host: string) => {
        jest.useFakeTimers({ now: Date.parse(today) });
        process.env.TZ = host;
        const zone = new ZoneOffsets(timeZone);
        return times.map((time) => zone.toInstant(time));
      };
      const expected = times.map((time) => localToInstant(time, clock));
      expect(read('2024-01-15', 'Pacific/Apia')).toEqual(expected);
      expect(read('2024-07-15', 'America/Sao_Paulo')).toEqual(expected);
    },
  );
});
