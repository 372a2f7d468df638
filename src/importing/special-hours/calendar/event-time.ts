import { isProblem, type ParseProblem } from '../../../domain/parse-problem.js';
import { parseTimeOfDay } from '../../../domain/calendar/calendar.js';
import { DAY, type Instant } from '../../../domain/time/instant.js';
import { parseLocalDate } from '../../../domain/time/local-date.js';
import { parseTimeZone } from '../../../domain/time-zones/parse-time-zone.js';
import { zoneOffsets, type LocalTime } from '../../../domain/time-zones/zone-offsets.js';

/** A date of a calendar, or a time by the clock of a zone. */
export interface EventTime {
  readonly local: LocalTime;
  /** Null: a date, the same in every zone. */
  readonly zone: string | null;
}

const UTC = 'Etc/UTC';

/** As of all instants. */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2254];

const WITHOUT_TIME = 'T::';

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(Z?)$/;

/**
 * Parses `2025-12-25` or `2025-12-25T10:00:00`, with `Z` for UTC, else by the clock of `zone`. Dates and times that do not exist are
 * problems.
 */
export function parseEventTime(text: string, zone: string): EventTime | ParseProblem {
  // A date without VALUE=DATE, as ical.js reads it.
  if (text.endsWith(WITHOUT_TIME)) return parseEventTime(text.slice(0, -WITHOUT_TIME.length), zone);
  const [, dateText = text, timeText = '00:00', utc] = DATE_TIME.exec(text) ?? [];
  const date = parseLocalDate(dateText);
  const time = parseTimeOfDay(timeText);
  if (date === null) return { problem: `there is no date ${dateText}` };
  const year = Number(dateText.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) return { problem: `${dateText} is not within the years 1970 to 2254` };
  if (time === null || time >= DAY) return { problem: `there is no time of day ${timeText}` };
  return { local: date * DAY + time, zone: utc === undefined ? null : utc === 'Z' ? UTC : zone };
}

/** Reads a TZID: a name of the IANA database or of Windows, also behind a prefix (`/example.org/2025a/Europe/Berlin`). */
export function parseTzid(tzid: string): string | ParseProblem {
  const whole = parseTimeZone(tzid);
  if (!isProblem(whole)) return whole.timeZone;
  const parts = tzid.split('/');
  for (let first = 1; first < parts.length; first++) {
    const named = parseTimeZone(parts.slice(first).join('/'));
    if (!isProblem(named)) return named.timeZone;
  }
  return { problem: `TZID ${JSON.stringify(tzid)} ${whole.problem}` };
}

/** When it is by the clock of its zone. */
export function toInstant({ local, zone }: EventTime & { readonly zone: string }): Instant {
  return zoneOffsets(zone).toInstant(local);
}

/** The same moment by the clock of another zone; a date is its midnight there. */
export function onClockOf(zone: string | null, time: EventTime): LocalTime {
  if (zone === null || time.zone === null || time.zone === zone) return time.local;
  const instant = zoneOffsets(time.zone).toInstant(time.local);
  return instant + zoneOffsets(zone).offsetAt(instant);
}
