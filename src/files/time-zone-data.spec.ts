import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readTimeZoneData } from './time-zone-data.js';

let folder: string;

const file = (name: string) => path.join(folder, name);

/** A small database, with a line of `tzdata.zi` for each of its files. */
const SOURCES = `# version 2026f
Z America/Chicago -5:50:36 - LMT 1883 N 18 18u
Z Asia/Tokyo 9:18:59 - LMT 1887 D 31 15u
Z Europe/Paris 0:9:21 - LMT 1891 Mar 16
Z Factory 0 - -00
L America/Chicago US/Central
`;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'time zones '));
  for (const name of ['America/Chicago', 'Asia/Tokyo', 'Europe/Paris', 'US/Central', 'Factory']) {
    cpSync(`tzdata/zoneinfo/${name}`, file(name));
  }
  writeFileSync(file('tzdata.zi'), SOURCES);
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the time zone database of the repository', () => {
  it('has a release, its zones and its links', () => {
    const zones = readTimeZoneData('tzdata/zoneinfo');
    expect(zones.release).toBe('2026f');
    for (const name of ['America/Chicago', 'Asia/Calcutta', 'Europe/Kiev', 'US/Central', 'EST5EDT', 'Etc/GMT+5']) {
      expect([name, zones.has(name)]).toEqual([name, true]);
    }
  });

  it('has every name of its sources, and no other', () => {
    const lines = readFileSync('tzdata/zoneinfo/tzdata.zi', 'utf8').split('\n');
    const names = lines.flatMap((line) => /^(?:Z (\S+)|L \S+ (\S+))/.exec(line)?.slice(1).join('') ?? []);
    expect(names.length).toBeGreaterThan(590);
    const zones = readTimeZoneData('tzdata/zoneinfo');
    expect(names.filter((name) => !zones.has(name))).toEqual(['Factory']);
  });
});

describe('a compiled time zone database', () => {
  it('does not have the files that systems add to it', () => {
    for (const added of ['localtime', 'posixrules', 'posix/America/Chicago', 'right/America/Chicago']) {
      cpSync(file('America/Chicago'), file(added));
    }
    const zones = readTimeZoneData(folder);
    for (const name of [
      'localtime',
      'posixrules',
      'posix/America/Chicago',
      'right/America/Chicago',
      'tzdata.zi',
      'Factory',
    ]) {
      expect([name, zones.has(name)]).toEqual([name, false]);
    }
  });

  it('may have links to files for its links', () => {
    rmSync(file('US/Central'));
    symlinkSync('../America/Chicago', file('US/Central'));
    expect(readTimeZoneData(folder).has('US/Central')).toBe(true);
  });

  it('may have its older links in another package', () => {
    rmSync(file('US'), { recursive: true });
    expect(readTimeZoneData(folder).has('US/Central')).toBe(false);
  });

  it.each(['+VERSION', 'VERSION'])('may have its release in %s', (name) => {
    rmSync(file('tzdata.zi'));
    writeFileSync(file(name), '2027a\n');
    expect(readTimeZoneData(folder).release).toBe('2027a');
  });
});

describe('a start fails, and says what to do,', () => {
  const reason = (text: string) =>
    `the time zone data in ${folder} can't be used: ${text}. Set TZDATA_DIR to a folder with a compiled time zone ` +
    'database, such as /usr/share/zoneinfo, or leave it out';

  it('if the release is unknown', () => {
    rmSync(file('tzdata.zi'));
    expect(() => readTimeZoneData(folder)).toThrow(
      reason('no release such as 2026f is in tzdata.zi, +VERSION, VERSION'),
    );
  });

  it('if a zone is missing', () => {
    rmSync(file('Europe/Paris'));
    expect(() => readTimeZoneData(folder)).toThrow(reason('it has no zone Europe/Paris'));
  });

  it('if the default zone is missing, whatever its sources say', () => {
    rmSync(file('tzdata.zi'));
    rmSync(file('America/Chicago'));
    writeFileSync(file('VERSION'), '2027a');
    expect(() => readTimeZoneData(folder)).toThrow(reason('it has no zone America/Chicago'));
  });

  it('if a zone is cut short', () => {
    truncateSync(file('Asia/Tokyo'), 100);
    expect(() => readTimeZoneData(folder)).toThrow(reason('Asia/Tokyo is cut short'));
  });

  it('if a zone is empty', () => {
    truncateSync(file('Asia/Tokyo'), 0);
    expect(() => readTimeZoneData(folder)).toThrow(reason('Asia/Tokyo is not a compiled time zone (TZif)'));
  });

  it('if there is no such folder', () => {
    expect(() => readTimeZoneData(file('nowhere'))).toThrow('no such file or directory');
  });
});
