import { DAY, SECOND, type Instant, type Microseconds } from '../time/instant.js';
import type { LocalDate } from '../time/local-date.js';
import { timeZones } from './time-zone-database.js';
import type { ZoneRules } from './zone-rules.js';

/** The zone of a store whose zone is unknown: rules, "Terms". */
export const DEFAULT_TIME_ZONE = 'America/Chicago';

/** A local date and time, as microseconds since 1970-01-01T00:00 on the local clock. */
export type LocalTime = number;

/**
 * Converts local times of one zone to instants.
 *
 * Stores share zones and hours, so offsets are cached: one per day, and single local times around a change of offset.
 */
export class ZoneOffsets {
  private readonly rules: ZoneRules;
  private readonly offsetAtMidnight = new Map<number, Microseconds>();
  private readonly nearTransitions = new Map<LocalTime, Instant>();

  /** @throws {UnknownTimeZoneError} */
  constructor(timeZone: string) {
    this.rules = timeZones().rules(timeZone);
  }

  /**
   * Resolves by RFC 5545 (`compatible` in ECMAScript's Temporal): a local time that occurs twice means its first occurrence;
   * one that is skipped moves forward by the gap. Rule 5.
   */
  toInstant(local: LocalTime): Instant {
    const day = Math.floor(local / DAY);
    const offset = this.midnightOffset(day - 1);
    if (offset === this.midnightOffset(day + 2)) return local - offset;

    let instant = this.nearTransitions.get(local);
    if (instant === undefined) {
      instant = this.resolve(local);
      this.nearTransitions.set(local, instant);
    }
    return instant;
  }

  /** Returns the offset that all local times of a date and the next one have; null if it changes near them. */
  offsetOfDate(date: LocalDate): Microseconds | null {
    const offset = this.midnightOffset(date - 1);
    const isConstant = [date, date + 2, date + 3].every((day) => this.midnightOffset(day) === offset);
    return isConstant ? offset : null;
  }

  private resolve(local: LocalTime): Instant {
    const before = this.offsetAt(local - DAY);
    const after = this.offsetAt(local + DAY);
    const [earlier, later] = [local - Math.max(before, after), local - Math.min(before, after)];
    for (const candidate of [earlier, later]) {
      if (candidate + this.offsetAt(candidate) === local) return candidate;
    }
    return local - before;
  }

  private midnightOffset(day: number): Microseconds {
    let offset = this.offsetAtMidnight.get(day);
    if (offset === undefined) {
      offset = this.offsetAt(day * DAY);
      this.offsetAtMidnight.set(day, offset);
    }
    return offset;
  }

  /** Returns how far the local clock is ahead of UTC. */
  offsetAt(instant: Instant): Microseconds {
    return this.rules.offsetAt(Math.floor(instant / SECOND)) * SECOND;
  }
}

const cachedOffsets = new Map<string, ZoneOffsets>();

/** Returns the shared `ZoneOffsets` of a zone. */
export function zoneOffsets(timeZone: string): ZoneOffsets {
  let offsets = cachedOffsets.get(timeZone);
  if (offsets === undefined) {
    offsets = new ZoneOffsets(timeZone);
    cachedOffsets.set(timeZone, offsets);
  }
  return offsets;
}
