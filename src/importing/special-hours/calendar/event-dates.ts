import { isProblem, type ParseProblem } from '../../../domain/parse-problem.js';
import { DAY } from '../../../domain/time/instant.js';
import type { LocalDate } from '../../../domain/time/local-date.js';
import { localDateAt } from '../../../domain/time-zones/local-days.js';
import type { LocalTime } from '../../../domain/time-zones/zone-offsets.js';
import { formatRange, type Dates } from '../uploaded-dates.js';
import type { CalendarEvent, Occurrence } from './calendar-event.js';
import { onClockOf, toInstant, type EventTime } from './event-time.js';
import { parseRule } from './recurrence-rule.js';
import { recurrencesOf, type Recurrences } from './recurrence.js';

export interface EventDates {
  readonly dates: readonly LocalDate[];
  /** What of the event is not taken; null: nothing. */
  readonly problem: string | null;
}

/** A date by the clock of an event is at most two from that by the clock of the store. */
const CLOCKS_APART = 2;

/** Returns the dates of the store's clock that an event touches, as far as they are in the range. */
export function datesOf(
  event: CalendarEvent,
  { timeZone, range }: { readonly timeZone: string; readonly range: Dates },
): EventDates {
  if (event.isCancelled) return { dates: [], problem: event.replaces === null ? 'it is cancelled' : null };
  const recurrences = findRecurrences(event, range);
  if (isProblem(recurrences)) return { dates: [], ...recurrences };
  const occurrences = remaining(event, recurrences.locals);
  const dates = new Set<LocalDate>();
  const outside = { before: false, after: recurrences.goesOn };
  for (const occurrence of occurrences) {
    const { from, to } = datesOfOccurrence(event, occurrence, timeZone);
    outside.before ||= from < range.from;
    outside.after ||= to > range.to;
    for (let date = Math.max(from, range.from); date <= Math.min(to, range.to); date++) dates.add(date);
  }
  return {
    dates: [...dates],
    problem: dates.size === 0 && occurrences.length > 0 ? none(range) : some(range, outside),
  };
}

/** Returns when an event begins anew by its rules, as far as it may touch the range. */
function findRecurrences({ rules, start, length }: CalendarEvent, range: Dates): Recurrences | ParseProblem {
  const from = range.from - Math.ceil(length / DAY) - CLOCKS_APART;
  const locals: LocalTime[] = [];
  let goesOn = false;
  for (const given of rules) {
    const rule = parseRule(given, start);
    if (isProblem(rule)) return rule;
    const found = recurrencesOf(rule, start.local, { from, to: range.to + CLOCKS_APART });
    locals.push(...found.locals);
    goesOn ||= found.goesOn;
  }
  return { locals, goesOn };
}

/** The event itself, its recurrences and further dates, each once, without those that are excluded. */
function remaining(event: CalendarEvent, recurrences: readonly number[]): Occurrence[] {
  const { start, length } = event;
  const starts = [start.local, ...recurrences].map((local) => ({ local, length }));
  const byStart = new Map([...starts, ...event.added].map((occurrence) => [occurrence.local, occurrence]));
  for (const excluded of event.excluded) {
    for (const local of byStart.keys()) if (isExcluded(local, excluded, start)) byStart.delete(local);
  }
  return [...byStart.values()];
}

/** A date excludes what begins on it. */
function isExcluded(local: LocalTime, excluded: EventTime, start: EventTime): boolean {
  const byDate = excluded.zone === null || start.zone === null;
  const given = onClockOf(start.zone, excluded);
  return byDate ? Math.floor(local / DAY) === Math.floor(given / DAY) : local === given;
}

/** A moment has the date on which it is. */
function datesOfOccurrence({ start: { zone } }: CalendarEvent, { local, length }: Occurrence, timeZone: string): Dates {
  const end = local + length;
  if (zone === null) {
    return { from: Math.floor(local / DAY), to: Math.max(Math.ceil(end / DAY) - 1, Math.floor(local / DAY)) };
  }
  const [from, until] = [toInstant({ local, zone }), toInstant({ local: end, zone })];
  return { from: localDateAt(timeZone, from), to: localDateAt(timeZone, Math.max(until - 1, from)) };
}

function none(range: Dates): string {
  return `none of its dates is in the range ${formatRange(range)}`;
}

function some(range: Dates, { before, after }: { readonly before: boolean; readonly after: boolean }): string | null {
  if (!before && !after) return null;
  const which = [before && 'before', after && 'after'].filter((side) => side !== false).join(' and ');
  return `its dates ${which} the range ${formatRange(range)} are not taken`;
}
