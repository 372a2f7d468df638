import { IANAZone } from 'luxon';
import { DAY, MINUTE, SECOND, type Instant, type Microseconds } from './instant.js';

/** The zone of a store whose zone is unknown: rules, "Terms". */
export const DEFAULT_TIME_ZONE = 'America/Chicago';

/** A local date and time, as microseconds since 1970-01-01T00:00 on the local clock. */
export type LocalTime = number;

/** Whether `name` is an IANA time zone name. Fixed offsets such as `+01:00` are not names. */
export function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}

/**
 * Converts local times of one zone to instants.
 *
 * The time zone database is slow, and stores share zones, so offsets are cached: one per day, and single local times around
 * a change of offset. The cache does not depend on the clock or the host's zone.
 */
export class ZoneOffsets {
  private readonly zone: IANAZone;
  private readonly offsetAtMidnight = new Map<number, Microseconds>();
  private readonly nearTransitions = new Map<LocalTime, Instant>();

  constructor(timeZone: string) {
    this.zone = IANAZone.create(timeZone);
    if (!this.zone.isValid) throw new RangeError(`${timeZone} is not an IANA time zone`);
  }

  /**
   * Resolves by RFC 5545 (`compatible` in ECMAScript's Temporal): a local time that occurs twice means its first occurrence;
   * one that is skipped moves forward by the gap. luxon's own result for a time that occurs twice depends on today's offset.
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

  /** luxon returns minutes, with a fraction for the local mean times of the past, exact to the second. */
  private offsetAt(instant: Instant): Microseconds {
    return Math.round((this.zone.offset(Math.floor(instant / 1000)) * MINUTE) / SECOND) * SECOND;
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
