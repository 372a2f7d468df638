import { z } from 'zod';
import { formatSpecialHours } from '../../domain/calendar/format-special-hours.js';
import type { SpecialHours } from '../../domain/calendar/calendar.js';
import { formatLocalDate } from '../../domain/time/local-date.js';
import { googlePeriodSchema } from '../../importing/special-hours/google-periods.js';
import { uberDaySchema } from '../../importing/special-hours/uber-holiday-hours.js';
import type { NotTaken } from '../../importing/special-hours/uploaded-dates.js';
import type { DateRange } from '../../persistence/calendars/special-hours.js';
import { countOutput, dateInput, dateOutput, strictRequest } from '../schemas.js';
import { specialHoursSchema } from './special-hours.dto.js';

/** About ten years. */
const MAX_RANGE_DAYS = 3_700;

/** What was not taken, that one response lists. */
const MAX_EXPLAINED = 1_000;

export const uploadQuerySchema = strictRequest({
  from: dateInput.optional().meta({ description: 'The first date that is taken; with `to`.' }),
  to: dateInput.optional().meta({ description: 'The last one.' }),
}).transform(({ from, to }, context): DateRange | null => {
  if (from === undefined && to === undefined) return null;
  const problem =
    from === undefined || to === undefined
      ? 'from and to are given both, or none'
      : from > to
        ? 'must not be before from'
        : to - from >= MAX_RANGE_DAYS
          ? `must be less than ${MAX_RANGE_DAYS} days after from`
          : null;
  if (problem === null) return { from: from!, to: to! };
  context.addIssue({ code: 'custom', path: [to === undefined ? 'from' : 'to'], message: problem });
  return z.NEVER;
});

const googleSpecialHours = z
  .object({ specialHourPeriods: z.array(googlePeriodSchema) })
  .meta({ id: 'GoogleSpecialHours' });

/** For the document: the body is not validated as a whole, since each part of it is checked by itself. */
export const uploadedJsonSchema = z
  .union([
    z.object({ specialHours: googleSpecialHours }).meta({ id: 'GoogleLocation' }),
    z.object({ holiday_hours: z.record(z.string(), uberDaySchema) }).meta({ id: 'UberHolidayHours' }),
  ])
  .meta({
    id: 'UploadedSpecialHours',
    description: 'As of Google Business Profile (also a whole location, or `specialHourPeriods` alone), or of Uber.',
    examples: [
      { specialHours: { specialHourPeriods: [{ startDate: { year: 2025, month: 12, day: 25 }, closed: true }] } },
      { holiday_hours: { '2025-12-24': { open_time_periods: [{ start_time: '10:00', end_time: '14:00' }] } } },
    ],
  });

export const specialHoursUploadSchema = z
  .strictObject({
    set: specialHoursSchema.meta({ description: 'The dates that have these special hours from now on.' }),
    unchanged: z.array(dateOutput).meta({ description: 'The dates that had the same special hours already.' }),
    notTaken: countOutput.meta({ description: 'How many parts of the upload were not taken.' }),
    problems: z.array(z.strictObject({ where: z.string(), reason: z.string() }).meta({ id: 'NotTaken' })).meta({
      description: 'Why, for the first 1,000.',
      examples: [[{ where: 'line 12 (Christmas)', reason: 'it is cancelled' }]],
    }),
  })
  .meta({ id: 'SpecialHoursUpload' });

export type SpecialHoursUploadDto = z.infer<typeof specialHoursUploadSchema>;

export function toUploadDto(
  set: readonly SpecialHours[],
  unchanged: readonly SpecialHours[],
  notTaken: readonly NotTaken[],
): SpecialHoursUploadDto {
  return {
    set: formatSpecialHours(set),
    unchanged: unchanged.map(({ date }) => formatLocalDate(date)),
    notTaken: notTaken.length,
    problems: notTaken.slice(0, MAX_EXPLAINED).map(({ where, reason }) => ({ where, reason })),
  };
}
