import { z } from 'zod';
import { formatSpecialHours } from '../../domain/calendar/format-special-hours.js';
import { formatInstant, SECOND } from '../../domain/time/instant.js';
import { dayOfWeekOf, formatLocalDate, type LocalDate } from '../../domain/time/local-date.js';
import type { LocalDay } from '../../domain/time-zones/local-days.js';
import type { HourOfWeek } from '../../domain/uptime/local-time/hours-of-week.js';
import type { Uptime } from '../../domain/uptime/uptime.js';
import { dateInput, dateOutput, instantOutput, strictRequest } from '../../http/schemas.js';
import { specialHoursOfDateSchema, type SpecialHoursDto } from '../../http/dto/special-hours.dto.js';
import { secondsOutput, toUptimeFields, uptimeShape } from '../../http/dto/uptime.dto.js';
import { dayOfWeekSchema } from '../store.dto.js';
import { hoursOfDateSchema, toHoursOfDateDto, type ExplainedHours } from './hours-of-date.dto.js';
import { basisShape, subjectShape, toSubjectDto, type Subject } from '../window/store-window.dto.js';

/** Polls are of 1970 and later. */
const dayInput = dateInput.refine((date) => date >= 0, 'must not be before 1970-01-01').optional();

export const daysQuerySchema = strictRequest({
  firstDate: dayInput.meta({
    description: 'The first date, on the clock of the store; six days before `lastDate` by default.',
  }),
  lastDate: dayInput.meta({
    description: 'The last date; by default the one on which the as-of instant is, or the one that ends with it.',
  }),
  ...basisShape,
});

export type DaysQuery = z.output<typeof daysQuerySchema>;

const totalSchema = z
  .strictObject(uptimeShape)
  .meta({ id: 'UptimeTotal', description: 'The uptime of the whole window: what its parts add up to.' });

export const storeDaysSchema = z
  .strictObject({
    ...subjectShape,
    from: instantOutput.meta({ description: 'The midnight with which `firstDate` begins.' }),
    to: instantOutput.meta({ description: 'The midnight with which `lastDate` ends, or the as-of instant before it.' }),
    firstDate: dateOutput,
    lastDate: dateOutput,
    total: totalSchema,
    days: z
      .array(
        z
          .strictObject({
            date: dateOutput,
            dayOfWeek: dayOfWeekSchema,
            from: instantOutput.meta({ description: 'Midnight, or later where midnight does not occur.' }),
            to: instantOutput.meta({ description: 'The next midnight, also if the as-of instant is before it.' }),
            lengthSeconds: secondsOutput.meta({ description: 'From `from` to `to`; not every day has 86,400.' }),
            ...uptimeShape,
            specialHours: specialHoursOfDateSchema
              .nullable()
              .meta({ description: 'What replaces the weekly hours of the date (rule 18); null: nothing.' }),
            hours: hoursOfDateSchema,
          })
          .meta({ id: 'UptimeOfDay', description: 'The time up to the as-of instant is counted.' }),
      )
      .meta({ description: 'In order. A date that does not occur on the clock of the store is left out.' }),
  })
  .meta({ id: 'StoreDays' });

export type StoreDaysDto = z.infer<typeof storeDaysSchema>;

export const hoursOfWeekSchema = z
  .strictObject({
    ...subjectShape,
    total: totalSchema,
    cells: z
      .array(
        z
          .strictObject({
            dayOfWeek: dayOfWeekSchema,
            hour: z.int().min(0).max(23).meta({ description: 'On the clock of the store.' }),
            ...uptimeShape,
          })
          .meta({ id: 'UptimeOfHourOfWeek' }),
      )
      .length(7 * 24)
      .meta({ description: 'Monday 00:00 first. An hour that occurs twice on a day is counted twice in its cell.' }),
  })
  .meta({ id: 'HoursOfWeek' });

export type HoursOfWeekDto = z.infer<typeof hoursOfWeekSchema>;

/** The dates of a request, as resolved. */
export interface DateRange {
  readonly firstDate: LocalDate;
  readonly lastDate: LocalDate;
}

export function toDaysDto(
  subject: Subject,
  { firstDate, lastDate }: DateRange,
  days: readonly (LocalDay & { readonly uptime: Uptime; readonly hours: ExplainedHours })[],
  total: Uptime,
): StoreDaysDto {
  return {
    ...toSubjectDto(subject),
    firstDate: formatLocalDate(firstDate),
    lastDate: formatLocalDate(lastDate),
    total: toUptimeFields(total),
    days: days.map(({ date, from, to, uptime, hours }) => ({
      date: formatLocalDate(date),
      dayOfWeek: dayOfWeekOf(date),
      from: formatInstant(from),
      to: formatInstant(to),
      lengthSeconds: (to - from) / SECOND,
      ...toUptimeFields(uptime),
      specialHours: toSpecialHoursDto(date, hours),
      hours: toHoursOfDateDto(hours),
    })),
  };
}

function toSpecialHoursDto(
  date: LocalDate,
  { rule, intervals, reason }: ExplainedHours,
): SpecialHoursDto[number] | null {
  return rule === 18 ? formatSpecialHours([{ date, intervals, ...(reason !== null && { reason }) }])[0]! : null;
}

export function toHoursOfWeekDto(subject: Subject, cells: readonly HourOfWeek[], total: Uptime): HoursOfWeekDto {
  return {
    ...toSubjectDto(subject),
    total: toUptimeFields(total),
    cells: cells.map(({ uptime, ...hour }) => ({ ...hour, ...toUptimeFields(uptime) })),
  };
}
