import { ExpectedError } from '../expected-error.js';
import type { ZoneRules } from './zone-rules.js';

/** No zone of this name is in the time zone data in use, for example since it was renewed or replaced. */
export class UnknownTimeZoneError extends ExpectedError {
  readonly timeZone: string;

  constructor(timeZone: string, release: string) {
    super(`${timeZone} is not an IANA time zone of the time zone data in use (${release})`);
    this.timeZone = timeZone;
  }
}

/** One release of the IANA time zone database. */
export class TimeZoneDatabase {
  /** Such as `2026f`. */
  readonly release: string;
  private readonly zones: ReadonlyMap<string, ZoneRules>;
  private readonly windowsZones: ReadonlyMap<string, string>;

  /** `windowsZones` has the IANA name for each name of Windows. */
  constructor(
    release: string,
    zones: ReadonlyMap<string, ZoneRules>,
    windowsZones: ReadonlyMap<string, string> = new Map(),
  ) {
    this.release = release;
    this.zones = byLowerCase(zones);
    this.windowsZones = byLowerCase(windowsZones);
  }

  /** Whether a zone or link has this name, in any case. */
  has(name: string): boolean {
    return this.zones.has(name.toLowerCase());
  }

  /** Returns the zone for a name of Windows, in any case; null if there is none. */
  fromWindows(name: string): string | null {
    const zone = this.windowsZones.get(name.toLowerCase());
    return zone !== undefined && this.has(zone) ? zone : null;
  }

  /** @throws {UnknownTimeZoneError} */
  rules(name: string): ZoneRules {
    const rules = this.zones.get(name.toLowerCase());
    if (rules === undefined) throw new UnknownTimeZoneError(name, this.release);
    return rules;
  }
}

function byLowerCase<T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...map].map(([name, value]) => [name.toLowerCase(), value]));
}

let installed: TimeZoneDatabase | undefined;

/**
 * Sets the time zone data of this process, once, before anything is computed: main.ts, worker.ts and the set-up of the tests
 * do. It is not an argument because a process must never compute with two releases (decision 0031).
 */
export function installTimeZones(database: TimeZoneDatabase): void {
  if (installed !== undefined && installed !== database) {
    throw new Error(`this process has time zone data already: ${installed.release}`);
  }
  installed = database;
}

/** Returns the time zone data of this process. */
export function timeZones(): TimeZoneDatabase {
  if (installed === undefined) throw new Error('this process has no time zone data: call installTimeZones first');
  return installed;
}
