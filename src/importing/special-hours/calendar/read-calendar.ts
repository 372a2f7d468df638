import { setImmediate } from 'node:timers/promises';
import type { SpecialHours } from '../../../domain/calendar/calendar.js';
import { isProblem, type ParseProblem } from '../../../domain/parse-problem.js';
import type { LocalDate } from '../../../domain/time/local-date.js';
import { toReason, type Dates, type NotTaken, type UploadedDates } from '../uploaded-dates.js';
import { parseEvent, type CalendarEvent } from './calendar-event.js';
import { datesOf } from './event-dates.js';
import { splitEvents, type EventBlock } from './event-blocks.js';
import type { EventTime } from './event-time.js';

export interface CalendarSettings {
  /** The store's zone: its clock says which dates an event has. */
  readonly timeZone: string;
  /** The dates that are taken: what recurs has no last one. */
  readonly range: Dates;
}

/** The events of a calendar. */
export const MAX_EVENTS = 20_000;

/** Events that are read without a pause for other requests. */
const EVENTS_AT_ONCE = 20;

/** Reads a calendar (.ics): each date that an event touches is closed, and the summary of the event is the reason. */
export async function readCalendar(text: string, settings: CalendarSettings): Promise<UploadedDates | ParseProblem> {
  const split = splitEvents(text);
  if (isProblem(split)) return split;
  const { blocks } = split;
  if (blocks.length > MAX_EVENTS) {
    return { problem: `it has ${blocks.length} events; at most ${MAX_EVENTS} are taken at once` };
  }
  const notTaken: NotTaken[] = [...split.notTaken];
  const events = await parseEvents(blocks, settings.timeZone, notTaken);
  const summaries = new Map<LocalDate, Set<string>>();
  const replaced = replacedOccurrences(events);
  for (const [index, event] of events.entries()) {
    if (index % EVENTS_AT_ONCE === 0) await setImmediate();
    const excluded = event.uid === null || event.replaces !== null ? [] : (replaced.get(event.uid) ?? []);
    const found = datesOf({ ...event, excluded: [...event.excluded, ...excluded] }, settings);
    if (found.problem !== null) notTaken.push({ where: describe(event), reason: found.problem });
    for (const date of found.dates) summaries.set(date, (summaries.get(date) ?? new Set()).add(event.summary));
  }
  return { specialHours: toSpecialHours(summaries), notTaken };
}

function toSpecialHours(summaries: ReadonlyMap<LocalDate, ReadonlySet<string>>): SpecialHours[] {
  return [...summaries]
    .sort(([one], [other]) => one - other)
    .map(([date, ofDate]) => {
      const reason = toReason([...ofDate].filter((summary) => summary !== '').join('; '));
      return { date, intervals: [], ...(reason !== '' && { reason }) };
    });
}

/** The occurrences of each event, by its UID, that another event of the calendar replaces. */
function replacedOccurrences(events: readonly CalendarEvent[]): ReadonlyMap<string, EventTime[]> {
  const replaced = new Map<string, EventTime[]>();
  for (const { uid, replaces } of events) {
    if (uid === null || replaces === null) continue;
    const others = replaced.get(uid);
    if (others === undefined) replaced.set(uid, [replaces]);
    else others.push(replaces);
  }
  return replaced;
}

function describe({ line, summary }: CalendarEvent): string {
  return `line ${line}${summary === '' ? '' : ` (${toReason(summary)})`}`;
}

async function parseEvents(
  blocks: readonly EventBlock[],
  timeZone: string,
  notTaken: NotTaken[],
): Promise<CalendarEvent[]> {
  const events: CalendarEvent[] = [];
  for (const [index, block] of blocks.entries()) {
    if (index % EVENTS_AT_ONCE === 0) await setImmediate();
    const event = parseEvent(block, timeZone);
    if (isProblem(event)) notTaken.push({ where: `line ${block.line}`, reason: event.problem });
    else events.push(event);
  }
  return events;
}
