import { describe, expect, it } from '@jest/globals';
import { NEWER_THAN_NODE } from '../../../test/support/data/zones.js';
import { offsetAt } from '../../../test/support/reference/reference-clock.js';
import { installTimeZones, TimeZoneDatabase, timeZones } from './time-zone-database.js';

const LAST_YEAR = 2254;

/** The first day of each month up to 2037, and after that of every seventh year. */
const DAYS = Array.from({ length: LAST_YEAR - 1970 + 1 }, (_, i) => 1970 + i)
  .filter((year) => year <= 2037 || year % 7 === 0)
  .flatMap((year) => Array.from({ length: 12 }, (_, month) => Date.UTC(year, month, 1)));

const differences = (timeZone: string) => {
  const rules = timeZones().rules(timeZone);
  return DAYS.filter((millis) => rules.offsetAt(millis / 1000) * 1_000_000 !== offsetAt(timeZone, millis));
};

describe('the time zone data of the repository', () => {
  it('has each zone of the platform, with the same offsets, from 1970 to 2254', () => {
    const different = Intl.supportedValuesOf('timeZone')
      .filter((name) => !NEWER_THAN_NODE.has(name))
      .flatMap((name) => differences(name).map((millis) => `${name} ${new Date(millis).toISOString()}`));
    expect(different).toEqual([]);
  });

  it.each(['Asia/Calcutta', 'Europe/Kiev', 'US/Central', 'EST5EDT', 'GB-Eire', 'W-SU', 'PRC'])(
    'has the link %s, with the offsets of its zone',
    (name) => expect(differences(name)).toEqual([]),
  );

  it('is newer than the platform where clocks changed by a law of 2026', () => {
    const at = Date.UTC(2026, 10, 24);
    expect(
      timeZones()
        .rules('America/Inuvik')
        .offsetAt(at / 1000),
    ).toBe(-6 * 3_600);
  });

  it('finds names in any case', () => {
    expect(timeZones().has('america/CHICAGO')).toBe(true);
    expect(timeZones().rules('us/central')).toBe(timeZones().rules('US/Central'));
  });
});

describe('a process', () => {
  it('has one release of the data', () => {
    const other = new TimeZoneDatabase('2025b', new Map());
    expect(() => installTimeZones(other)).toThrow('this process has time zone data already: 2026f');
    installTimeZones(timeZones());
    expect(timeZones().release).toBe('2026f');
  });
});
