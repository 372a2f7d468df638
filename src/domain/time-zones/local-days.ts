import { DAY, type Instant } from '../time/instant.js';
import type { LocalDate } from '../time/local-date.js';
import type { Interval } from '../uptime/intervals.js';
import { zoneOffsets, type ZoneOffsets } from './zone-offsets.js';

/** A date on a local clock, from its midnight to the next one. Not every day has 24 hours. */
export interface LocalDay extends Interval {
  readonly date: LocalDate;
}

/**
 * Returns the days of a zone from one date to another, both included. They follow each other without a gap. A midnight that
 * does not occur is moved as rule 5 says; a date that does not occur is left out.
 */
export function localDays(timeZone: string, first: LocalDate, last: LocalDate): LocalDay[] {
  const zone = zoneOffsets(timeZone);
  const days: LocalDay[] = [];
  for (let date = first, from = midnight(zone, first); date <= last; date++) {
    const to = midnight(zone, date + 1);
    if (from < to) days.push({ date, from, to });
    from = to;
  }
  return days;
}

/** Returns the date of the day of `localDays` that an instant lies in. */
export function localDateAt(timeZone: string, instant: Instant): LocalDate {
  const zone = zoneOffsets(timeZone);
  // Where midnight occurs twice, the clock shows the day before once more. Where a date is skipped, two begin at once.
  let date = Math.floor((instant + zone.offsetAt(instant)) / DAY);
  while (midnight(zone, date + 1) <= instant) date++;
  return date;
}

/** Returns when a date begins in a zone. */
export function localMidnight(timeZone: string, date: LocalDate): Instant {
  return midnight(zoneOffsets(timeZone), date);
}

function midnight(zone: ZoneOffsets, date: LocalDate): Instant {
  return zone.toInstant(date * DAY);
}
