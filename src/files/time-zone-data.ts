import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../domain/error-message.js';
import { isProblem } from '../domain/parse-problem.js';
import { TimeZoneDatabase } from '../domain/time-zones/time-zone-database.js';
import { isTzif, parseTzif } from '../domain/time-zones/tzif.js';
import type { ZoneRules } from '../domain/time-zones/zone-rules.js';
import { DEFAULT_TIME_ZONE } from '../domain/time-zones/zone-offsets.js';
import { readWindowsZones } from './windows-zones.js';

/** The time zone data can't be used. The message says why, and what to do. */
export class TimeZoneDataError extends Error {
  constructor(folder: string, reason: string) {
    super(
      `the time zone data in ${folder} can't be used: ${reason}. Set TZDATA_DIR to a folder with a compiled time zone ` +
        'database, such as /usr/share/zoneinfo, or leave it out',
    );
    this.name = 'TimeZoneDataError';
  }
}

/** Copies of all zones, the latter with leap seconds. */
const OTHER_FOLDERS = new Set(['posix', 'right']);

/** Compiled like zones, but not places: an unset zone, the host's own, and a default of old systems. */
const NOT_ZONES = new Set(['Factory', 'localtime', 'posixrules']);

/** The sources of a release in one file. */
const SOURCES = 'tzdata.zi';

/** Files that hold only the release, as macOS and others have them. */
const VERSION_FILES = ['+VERSION', 'VERSION'];

const RELEASE = /^\d{4}[a-z]{1,2}$/;

/**
 * Reads a compiled time zone database: a folder in the layout of `zic`, such as /usr/share/zoneinfo. Every zone is parsed, so
 * that a damaged file is found at the start and not in the middle of a report.
 * @throws {TimeZoneDataError}
 */
export function readTimeZoneData(folder: string): TimeZoneDatabase {
  try {
    const sources = readIfExists(path.join(folder, SOURCES));
    const names = sources === null ? { zones: [], links: [] } : namesIn(sources);
    const zones = readZones(folder, new Set([...names.zones, ...names.links]));
    const missing = [...names.zones, DEFAULT_TIME_ZONE].find((name) => !zones.has(name) && !NOT_ZONES.has(name));
    if (missing !== undefined) throw new TimeZoneDataError(folder, `it has no zone ${missing}`);
    return new TimeZoneDatabase(readRelease(folder, sources), zones, readWindowsZones());
  } catch (error) {
    if (error instanceof TimeZoneDataError) throw error;
    throw new TimeZoneDataError(folder, messageOf(error));
  }
}

function readRelease(folder: string, sources: string | null): string {
  const fromSources = /^# version (\S+)/.exec(sources ?? '')?.[1];
  const versions = VERSION_FILES.map((name) => readIfExists(path.join(folder, name))?.trim());
  const release = [fromSources, ...versions].find((text) => text !== undefined && RELEASE.test(text));
  if (release !== undefined) return release;
  throw new TimeZoneDataError(folder, `no release such as 2026f is in ${[SOURCES, ...VERSION_FILES].join(', ')}`);
}

/** The zones and links of `tzdata.zi`. Some systems have the older links in a package of their own. */
function namesIn(sources: string): { zones: string[]; links: string[] } {
  const lines = sources.split('\n').map((line) => line.split(' '));
  return {
    zones: lines.flatMap(([kind, name]) => (kind === 'Z' ? [name!] : [])),
    links: lines.flatMap(([kind, , name]) => (kind === 'L' ? [name!] : [])),
  };
}

function readZones(folder: string, expected: ReadonlySet<string>): Map<string, ZoneRules> {
  const zones = new Map<string, ZoneRules>();
  for (const name of listFiles(folder, '')) {
    const bytes = readFileSync(path.join(folder, name));
    if (!isTzif(bytes) && !expected.has(name)) continue;
    const rules = parseTzif(bytes);
    if (isProblem(rules)) throw new TimeZoneDataError(folder, `${name} ${rules.problem}`);
    zones.set(name, rules);
  }
  return zones;
}

/** Returns the paths of all files, with slashes. Files may be links; folders that are links are left out. */
function listFiles(folder: string, prefix: string): string[] {
  return readdirSync(path.join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (OTHER_FOLDERS.has(name) || NOT_ZONES.has(name)) return [];
    if (entry.isDirectory()) return listFiles(folder, name);
    return statSync(path.join(folder, name)).isFile() ? [name] : [];
  });
}

function readIfExists(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
