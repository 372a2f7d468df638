import type ICAL from 'ical.js';
import { isProblem, type ParseProblem } from '../../../domain/parse-problem.js';
import { DAY, SECOND } from '../../../domain/time/instant.js';
import type { LocalTime } from '../../../domain/time-zones/zone-offsets.js';
import { onClockOf, parseEventTime, type EventTime } from './event-time.js';

/** A rule by which an event recurs: RFC 5545, 3.3.10. */
export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  /** Null: without end, or until a moment. */
  readonly count: number | null;
  /** The last moment at which an occurrence may begin, by the clock of the event; null: none. */
  readonly until: LocalTime | null;
  /** 0 is Monday. */
  readonly weekStart: number;
  readonly months: readonly number[];
  readonly monthDays: readonly number[];
  readonly yearDays: readonly number[];
  readonly weekdays: readonly Weekday[];
  readonly positions: readonly number[];
}

export interface Weekday {
  /** 0 is Monday. */
  readonly day: number;
  /** Of the month or year, from its end if negative; null: each. */
  readonly nth: number | null;
}

export type Frequency = (typeof FREQUENCIES)[number];

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;

const MAX_INTERVAL = 1_000;
const MAX_VALUES = 400;

const READ_PARTS = ['BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYDAY', 'BYSETPOS'];

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const WEEKDAY = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/;

/** Reads a rule. What can not be evaluated is a problem, so that no date is silently another one. */
export function parseRule(rule: ICAL.Recur, start: EventTime): RecurrenceRule | ParseProblem {
  const { freq, interval, count, until, wkst } = rule;
  const frequency = FREQUENCIES.find((known) => known === freq);
  if (frequency === undefined) return { problem: `FREQ=${freq} is not read; ${FREQUENCIES.join(', ')} are` };
  if (interval > MAX_INTERVAL) return { problem: `INTERVAL=${interval} is more than ${MAX_INTERVAL}` };
  const parts = rule.parts as Record<string, readonly unknown[]>;
  for (const [part, values] of Object.entries(parts)) {
    if (!READ_PARTS.includes(part)) return { problem: `${part} is not read; ${READ_PARTS.join(', ')} are` };
    if (values.length > MAX_VALUES) return { problem: `${part} has more than ${MAX_VALUES} values` };
  }
  const weekdays = parseWeekdays((parts.BYDAY ?? []) as readonly string[], frequency);
  if (isProblem(weekdays)) return weekdays;
  const last = until === null ? null : lastStart(until, start);
  if (isProblem(last)) return last;
  const numbers = (part: string) => (parts[part] ?? []).map(Number);
  return {
    frequency,
    interval,
    count,
    until: last,
    // ical.js counts from Sunday, as 1.
    weekStart: (wkst + 5) % 7,
    months: numbers('BYMONTH'),
    monthDays: numbers('BYMONTHDAY'),
    yearDays: numbers('BYYEARDAY'),
    weekdays,
    positions: numbers('BYSETPOS'),
  };
}

function parseWeekdays(texts: readonly string[], frequency: Frequency): Weekday[] | ParseProblem {
  const weekdays: Weekday[] = [];
  for (const text of texts) {
    const [, nth, name] = WEEKDAY.exec(text) ?? [];
    if (name === undefined) return { problem: `BYDAY=${text} is not read` };
    if (nth !== undefined && frequency !== 'MONTHLY' && frequency !== 'YEARLY') {
      return { problem: `BYDAY=${text} is for FREQ=MONTHLY and YEARLY only` };
    }
    weekdays.push({ day: WEEKDAYS.indexOf(name), nth: nth === undefined ? null : Number(nth) });
  }
  return weekdays;
}

/** A date is meant with all of its day. */
function lastStart(until: ICAL.Time, start: EventTime): LocalTime | ParseProblem {
  const time = parseEventTime(until.toString(), start.zone ?? 'UTC');
  if (isProblem(time)) return { problem: `UNTIL: ${time.problem}` };
  return onClockOf(start.zone, time) + (time.zone === null && start.zone !== null ? DAY - SECOND : 0);
}
