import { z } from 'zod';
import type { OpeningTimes, SpecialHours } from '../../domain/calendar/calendar.js';
import { distinctIntervals, MAX_INTERVALS } from '../../domain/calendar/special-hours.js';
import { formatLocalDate, type LocalDate } from '../../domain/time/local-date.js';
import { dateInput, dateOutput, strictRequest } from '../schemas.js';
import type { DateRange } from '../../persistence/calendars/special-hours.js';
import { reasonInput } from './reason.js';
import { timeOfDayInput } from './time-of-day.js';

/** More than ten years of a date in three. */
const MAX_DATES = 1_500;

const openingTimesInput = strictRequest({
  open: timeOfDayInput('before 24:00'),
  close: timeOfDayInput('up to 24:00').meta({
    description: 'At or before `open`: on the next day. From 23:59 on: the end of the day.',
  }),
}).meta({ id: 'OpeningTimesInput', example: { open: '10:00', close: '14:00' } });

const hoursInputShape = {
  closed: z.literal(true, 'must be true, or left out').optional().meta({ description: 'Instead of `intervals`.' }),
  intervals: z
    .array(openingTimesInput)
    .min(1, 'must have an interval; a date without any is "closed": true')
    .max(MAX_INTERVALS, `at most ${MAX_INTERVALS} intervals`)
    .optional()
    .meta({ description: 'When the store opens on this date, instead of its weekly hours.' }),
  reason: reasonInput.optional().meta({ description: 'Why, for people; blank: none.', examples: ['Christmas'] }),
} as const;

type HoursOfDate = Omit<SpecialHours, 'date'>;

/** Checks that a date has intervals, or is closed. */
function toHoursOfDate(
  given: { closed?: true | undefined; intervals?: OpeningTimes[] | undefined; reason?: string | undefined },
  context: z.RefinementCtx,
): HoursOfDate {
  const { closed, intervals, reason } = given;
  if ((closed === undefined) === (intervals === undefined)) {
    context.addIssue({ code: 'custom', path: ['closed'], message: 'a date has either intervals or "closed": true' });
    return z.NEVER;
  }
  return { intervals: distinctIntervals(intervals ?? []), ...(reason !== undefined && reason !== '' && { reason }) };
}

/** The special hours of the date in the path. */
export const hoursOfDateInputSchema = strictRequest(hoursInputShape)
  .transform(toHoursOfDate)
  .meta({ id: 'HoursOfDateInput', example: { closed: true, reason: 'Christmas' } });

export type HoursOfDateBody = z.output<typeof hoursOfDateInputSchema>;

const specialHoursInput = strictRequest({ date: dateInput, ...hoursInputShape })
  .transform(({ date, ...given }, context): SpecialHours => ({ date, ...toHoursOfDate(given, context) }))
  .meta({ id: 'SpecialHoursInput', example: { date: '2025-12-25', closed: true, reason: 'Christmas' } });

/** The special hours of a range of dates. */
export const specialHoursInputSchema = z
  .array(specialHoursInput)
  .max(MAX_DATES, `at most ${MAX_DATES} dates`)
  .superRefine((given, context) => {
    const firsts = new Map<LocalDate, number>();
    given.forEach(({ date }, index) => {
      const first = firsts.get(date);
      if (first === undefined) firsts.set(date, index);
      else context.addIssue({ code: 'custom', path: [index, 'date'], message: `is there already, as [${first}]` });
    });
  })
  .meta({ id: 'SpecialHoursOfDatesInput', description: 'All special hours of the range, each date at most once.' });

/** The fields of a range of dates. */
export const rangeShape = {
  from: dateInput.meta({ description: 'The first date.' }),
  to: dateInput.meta({ description: 'The last date.' }),
} as const;

function assertOrdered({ from, to }: DateRange, context: z.RefinementCtx): void {
  if (from > to) context.addIssue({ code: 'custom', path: ['to'], message: 'must not be before from' });
}

/** The first and the last date of a range. */
export const rangeQuerySchema = strictRequest(rangeShape).superRefine(assertOrdered);

/** A range with all its special hours, in one body. */
export const specialHoursOfRangeSchema = strictRequest({ ...rangeShape, hours: specialHoursInputSchema })
  .superRefine(({ hours, ...range }, context) => {
    assertOrdered(range, context);
    hours.forEach(({ date }, index) => {
      const message = outsideOf(range, date);
      if (message !== null) context.addIssue({ code: 'custom', path: ['hours', index, 'date'], message });
    });
  })
  .meta({
    id: 'SpecialHoursOfRange',
    description: 'As in `PUT /stores/{storeId}/special-hours`.',
    example: { from: '2025-12-25', to: '2025-12-25', hours: [{ date: '2025-12-25', closed: true }] },
  });

/** Says that a date is not in a range; null if it is. */
export function outsideOf({ from, to }: DateRange, date: LocalDate): string | null {
  if (from <= date && date <= to) return null;
  return `${formatLocalDate(date)} is not in the range ${formatLocalDate(from)} to ${formatLocalDate(to)}`;
}

export type RangeQuery = z.output<typeof rangeQuerySchema>;

export const datePathSchema = dateInput.meta({ description: "A date on the store's clock." });

/** The hours of a date, in a response. */
export const hoursShape = {
  closed: z.literal(true).optional().meta({ description: 'Instead of `intervals`.' }),
  intervals: z.array(z.strictObject({ open: z.string(), close: z.string() }).meta({ id: 'OpeningTimes' })).optional(),
  reason: z.string().optional(),
} as const;

/** The special hours of a date, in a response. */
export const specialHoursOfDateSchema = z
  .strictObject({ date: dateOutput, ...hoursShape })
  .meta({ id: 'SpecialHours' });

export const specialHoursSchema = z
  .array(specialHoursOfDateSchema)
  .meta({ id: 'SpecialHoursOfDates', description: "By date, on the store's clock. Rule 18." });

export type SpecialHoursDto = z.infer<typeof specialHoursSchema>;
