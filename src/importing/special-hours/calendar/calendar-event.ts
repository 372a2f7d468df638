import ICAL from 'ical.js';
import { messageOf } from '../../../domain/error-message.js';
import { isProblem, type ParseProblem } from '../../../domain/parse-problem.js';
import { DAY, SECOND, type Microseconds } from '../../../domain/time/instant.js';
import type { LocalTime } from '../../../domain/time-zones/zone-offsets.js';
import { onClockOf, parseEventTime, parseTzid, type EventTime } from './event-time.js';
import type { EventBlock } from './event-blocks.js';

/** A stretch by the clock of its event. */
export interface Occurrence {
  readonly local: LocalTime;
  readonly length: Microseconds;
}

/** An event of a calendar, or a change of one occurrence of an event. */
export interface CalendarEvent {
  readonly line: number;
  readonly uid: string | null;
  readonly summary: string;
  readonly isCancelled: boolean;
  readonly start: EventTime;
  readonly length: Microseconds;
  readonly rules: readonly ICAL.Recur[];
  /** RDATE. */
  readonly added: readonly Occurrence[];
  /** EXDATE. */
  readonly excluded: readonly EventTime[];
  /** The occurrence that this replaces: RECURRENCE-ID. */
  readonly replaces: EventTime | null;
}

/** Reads an event. `timeZone` is that of times without a zone. */
export function parseEvent(block: EventBlock, timeZone: string): CalendarEvent | ParseProblem {
  let component: ICAL.Component;
  try {
    component = new ICAL.Component(ICAL.parse(block.lines.join('\r\n')) as unknown[]);
  } catch (error) {
    // The library throws errors of several classes for what it can't read.
    return { problem: messageOf(error) };
  }
  try {
    return new EventReader(component, timeZone).read(block.line);
  } catch (error) {
    if (error instanceof InvalidEvent) return { problem: error.message };
    throw error;
  }
}

class InvalidEvent extends Error {}

class EventReader {
  constructor(
    private readonly component: ICAL.Component,
    private readonly timeZone: string,
  ) {}

  read(line: number): CalendarEvent {
    const start = this.times('dtstart')[0];
    if (start === undefined) throw new InvalidEvent('it has no DTSTART');
    if (this.component.getFirstProperty('recurrence-id')?.getParameter('range') !== undefined) {
      throw new InvalidEvent('RECURRENCE-ID with RANGE is not read');
    }
    return {
      line,
      uid: this.text('uid') || null,
      summary: this.text('summary'),
      isCancelled: this.text('status').toUpperCase() === 'CANCELLED',
      start,
      length: this.length(start),
      rules: this.component.getAllProperties('rrule').map((property) => property.getFirstValue() as ICAL.Recur),
      added: this.added(start),
      excluded: this.times('exdate'),
      replaces: this.times('recurrence-id')[0] ?? null,
    };
  }

  private text(name: string): string {
    return String(this.component.getFirstPropertyValue(name) ?? '').trim();
  }

  /** The end, or the duration; without both a date is a day and a time is a moment. */
  private length(start: EventTime): Microseconds {
    const end = this.times('dtend')[0];
    const duration = this.component.getFirstPropertyValue('duration');
    if (end !== undefined) return this.lengthTo(end, start);
    if (duration instanceof ICAL.Duration) return assertNotNegative(duration.toSeconds() * SECOND);
    return start.zone === null ? DAY : 0;
  }

  private lengthTo(end: EventTime, start: EventTime): Microseconds {
    if ((end.zone === null) !== (start.zone === null)) {
      throw new InvalidEvent('of DTSTART and DTEND, one is a date and one a time');
    }
    return assertNotNegative(onClockOf(start.zone, end) - start.local);
  }

  private added(start: EventTime): Occurrence[] {
    const length = this.length(start);
    return this.component.getAllProperties('rdate').flatMap((property) => {
      if (property.type !== 'period') {
        return this.timesOf(property).map((time) => ({ local: onClockOf(start.zone, time), length }));
      }
      return (property.jCal.slice(3) as [string, string][]).map(([from, to]) => this.period(property, from, to, start));
    });
  }

  /** A period ends at an instant, or after a duration. */
  private period(property: ICAL.Property, from: string, to: string, start: EventTime): Occurrence {
    const local = onClockOf(start.zone, this.time(property, from));
    if (to.startsWith('P')) {
      return { local, length: assertNotNegative(ICAL.Duration.fromString(to).toSeconds() * SECOND) };
    }
    return { local, length: assertNotNegative(onClockOf(start.zone, this.time(property, to)) - local) };
  }

  private times(name: string): EventTime[] {
    return this.component.getAllProperties(name).flatMap((property) => this.timesOf(property));
  }

  private timesOf(property: ICAL.Property): EventTime[] {
    return (property.jCal.slice(3) as string[]).map((text) => this.time(property, text));
  }

  private time(property: ICAL.Property, text: string): EventTime {
    const name = property.name.toUpperCase();
    const tzid = property.getFirstParameter('tzid') as string | undefined;
    const zone = tzid === undefined ? this.timeZone : parseTzid(tzid);
    if (isProblem(zone)) throw new InvalidEvent(`${name}: ${zone.problem}`);
    const time = parseEventTime(text, zone);
    if (isProblem(time)) throw new InvalidEvent(`${name}: ${time.problem}`);
    return time;
  }
}

function assertNotNegative(length: Microseconds): Microseconds {
  if (length < 0) throw new InvalidEvent('it ends before it begins');
  return length;
}
