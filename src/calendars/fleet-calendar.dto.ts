import { z } from 'zod';
import { formatIntervals } from '../domain/calendar/format-special-hours.js';
import { formatLocalDate, type LocalDate } from '../domain/time/local-date.js';
import { closureSchema, type ClosureDto } from '../http/dto/closure.dto.js';
import { hoursShape, rangeShape } from '../http/dto/special-hours.dto.js';
import { countOutput, dateOutput, strictRequest } from '../http/schemas.js';
import type { GroupDate, StoresDate } from '../persistence/calendars/fleet-calendar.repository.js';

/** A year and the rest of a week. */
const MAX_DAYS = 372;

/** Entries of stores, and closures, that one answer has. */
export const MAX_ENTRIES = 1_000;

export const fleetCalendarQuerySchema = strictRequest(rangeShape).superRefine(({ from, to }, context) => {
  const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['to'], message });
  if (from > to) refuse('must not be before from');
  if (to - from >= MAX_DAYS) refuse(`at most ${MAX_DAYS} days`);
});

export type FleetCalendarQuery = z.output<typeof fleetCalendarQuerySchema>;

const groupDateSchema = z
  .strictObject({
    group: z.strictObject({ kind: z.string(), value: z.string() }).meta({ id: 'CalendarGroup' }),
    stores: countOutput.meta({ description: 'Of the group. Those with special hours of their own do not follow it.' }),
    ...hoursShape,
  })
  .meta({ id: 'GroupDate' });

const storesDateSchema = z
  .strictObject({
    closed: z.boolean().meta({ description: 'False: they have other hours.' }),
    reason: z.string().nullable(),
    stores: countOutput,
    example: z.string().meta({ description: 'The id of one of them.' }),
  })
  .meta({ id: 'StoresDate' });

export const fleetCalendarSchema = z
  .strictObject({
    days: z
      .array(
        z
          .strictObject({
            date: dateOutput,
            groups: z.array(groupDateSchema).meta({ description: 'The special hours of groups.' }),
            stores: z.array(storesDateSchema).meta({
              description: 'The stores that have special hours of their own, by reason, the most first.',
            }),
          })
          .meta({ id: 'CalendarDay' }),
      )
      .meta({ description: 'The dates on which anything has special hours, each on the clock of each store.' }),
    closures: z.array(closureSchema).meta({
      description: `Those that may take time of these dates, the latest beginning first; at most ${MAX_ENTRIES}.`,
    }),
  })
  .meta({ id: 'FleetCalendar' });

export type FleetCalendarDto = z.infer<typeof fleetCalendarSchema>;

export function toFleetCalendarDto(
  ofGroups: readonly GroupDate[],
  ofStores: readonly StoresDate[],
  closures: ClosureDto[],
): FleetCalendarDto {
  const days = new Map<LocalDate, FleetCalendarDto['days'][number]>();
  const dayOf = (date: LocalDate) => {
    const known = days.get(date) ?? { date: formatLocalDate(date), groups: [], stores: [] };
    days.set(date, known);
    return known;
  };
  for (const { group, stores, hours } of ofGroups) {
    const { date, intervals, reason } = hours;
    dayOf(date).groups.push({ group, stores, ...formatIntervals(intervals), ...(reason !== undefined && { reason }) });
  }
  for (const { date, isClosed, reason, stores, example } of ofStores) {
    dayOf(date).stores.push({ closed: isClosed, reason, stores, example });
  }
  return { days: [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)), closures };
}
