import { z } from 'zod';
import { parseTimeOfDay, type TimeOfDay } from '../../domain/calendar/calendar.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../domain/time/instant.js';
import { formatLocalDate, parseLocalDate, type LocalDate } from '../../domain/time/local-date.js';
import { describeIssues } from './describe-issues.js';
import { joinEntries, type DateEntry, type NotTaken, type UploadedDates } from './uploaded-dates.js';

const dateSchema = z
  .object(
    { year: z.int(), month: z.int(), day: z.int() },
    'expected is a date such as {"year": 2025, "month": 12, "day": 25}',
  )
  .meta({ id: 'GoogleDate' })
  .transform(({ year, month, day }, context): LocalDate => {
    const pad = (value: number, width: number) => String(value).padStart(width, '0');
    const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
    const date = parseLocalDate(text);
    if (date !== null) return date;
    context.addIssue({ code: 'custom', message: `there is no date ${text}` });
    return z.NEVER;
  });

const TIME_EXPECTED = 'expected is a time of day up to 24:00, such as {"hours": 9, "minutes": 30} or "09:30"';

/** Protocol buffers leave out what is zero: `{}` is midnight. */
const timeOfDaySchema = z
  .object({ hours: z.int(), minutes: z.int(), seconds: z.int() })
  .partial()
  .meta({ id: 'GoogleTimeOfDay' });

const timeSchema = z.union([z.string(), timeOfDaySchema], TIME_EXPECTED).transform((given, context): TimeOfDay => {
  const time = typeof given === 'string' ? parseTimeOfDay(given) : toTimeOfDay(given);
  if (time !== null) return time;
  context.addIssue({ code: 'custom', message: TIME_EXPECTED });
  return z.NEVER;
});

function toTimeOfDay({ hours = 0, minutes = 0, seconds = 0 }: Record<string, number | undefined>): TimeOfDay | null {
  const areValid = hours >= 0 && minutes >= 0 && minutes <= 59 && seconds >= 0 && seconds <= 59;
  const time = hours * HOUR + minutes * MINUTE + seconds * SECOND;
  return areValid && time <= DAY ? time : null;
}

/** A period of `specialHourPeriods`. `isClosed` and times as texts are of version 4 of the API. */
export const googlePeriodSchema = z
  .object(
    {
      startDate: dateSchema,
      openTime: timeSchema.optional(),
      endDate: dateSchema.optional(),
      closeTime: timeSchema.optional(),
      closed: z.boolean().optional(),
      isClosed: z.boolean().optional(),
    },
    'expected is a period with startDate, and openTime and closeTime or "closed": true',
  )
  .meta({ id: 'SpecialHourPeriod' });

type Period = z.output<typeof googlePeriodSchema>;

/** Reads `specialHourPeriods` of Google's Business Profile; `path` is where they are. */
export function readGooglePeriods(periods: readonly unknown[], path: string): UploadedDates {
  const entries: DateEntry[] = [];
  const notTaken: NotTaken[] = [];
  periods.forEach((given, index) => {
    const where = `${path}[${index}]`;
    const parsed = googlePeriodSchema.safeParse(given);
    if (parsed.success) readPeriod(parsed.data, where, entries, notTaken);
    else notTaken.push(...describeIssues(parsed.error, where));
  });
  return joinEntries(entries, notTaken);
}

function readPeriod(period: Period, where: string, entries: DateEntry[], notTaken: NotTaken[]): void {
  const { startDate: date, endDate = date, openTime: open, closeTime: close } = period;
  if (period.closed === true || period.isClosed === true) {
    entries.push({ where, date, intervals: [] });
    if (endDate !== date) {
      const reason = `a closed period is its startDate, ${formatLocalDate(date)}, only: write one for each closed date`;
      notTaken.push({ where: `${where}.endDate`, reason });
    }
    return;
  }
  if (open === undefined || close === undefined) {
    notTaken.push({ where, reason: 'has neither "closed": true nor both of openTime and closeTime' });
    return;
  }
  if (open === DAY) {
    notTaken.push({ where: `${where}.openTime`, reason: 'is 24:00; write 00:00 of the next day' });
    return;
  }
  const length = (endDate - date) * DAY + close - open;
  if (length > 0 && length <= DAY) entries.push({ where, date, intervals: [{ open, close }] });
  else notTaken.push({ where, reason: describeLength(length) });
}

function describeLength(length: number): string {
  if (length > DAY) return `is ${Math.round(length / MINUTE) / 60} hours long; at most 24 are possible`;
  return 'closes before it opens, or at once; if it closes on the next day, endDate must be that day';
}
