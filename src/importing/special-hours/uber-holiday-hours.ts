import { z } from 'zod';
import { parseTimeOfDay, type OpeningTimes, type TimeOfDay } from '../../domain/calendar/calendar.js';
import { DAY } from '../../domain/time/instant.js';
import { parseLocalDate } from '../../domain/time/local-date.js';
import { describeIssues } from './describe-issues.js';
import { joinEntries, type DateEntry, type NotTaken, type UploadedDates } from './uploaded-dates.js';

function timeSchema(last: 'before 24:00' | 'up to 24:00') {
  const expected = `expected is a time of day ${last}, such as "09:30"`;
  return z.string(expected).transform((text, context): TimeOfDay => {
    const time = parseTimeOfDay(text);
    if (time !== null && (time < DAY || last === 'up to 24:00')) return time;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

const periodSchema = z
  .object(
    { start_time: timeSchema('before 24:00'), end_time: timeSchema('up to 24:00') },
    'expected is {"start_time", "end_time"}',
  )
  .meta({ id: 'OpenTimePeriod' })
  .transform(({ start_time: open, end_time: close }): OpeningTimes => ({ open, close }));

/** What `holiday_hours` says of a date. */
export const uberDaySchema = z
  .object(
    { open_time_periods: z.array(periodSchema, 'expected is a list of periods').nullish() },
    'expected is {"open_time_periods": [...]}, or {} for a closed date',
  )
  .meta({ id: 'HolidayHours' });

/** Reads `holiday_hours` of Uber's API: dates, each with its periods; without any it is closed. */
export function readUberHolidayHours(days: Readonly<Record<string, unknown>>, path: string): UploadedDates {
  const entries: DateEntry[] = [];
  const notTaken: NotTaken[] = [];
  for (const [text, given] of Object.entries(days)) {
    const where = `${path}.${text}`;
    const date = parseLocalDate(text);
    const parsed = uberDaySchema.safeParse(given);
    if (date === null) notTaken.push({ where, reason: `${JSON.stringify(text)} is not a date such as 2025-12-25` });
    else if (parsed.success) entries.push({ where, date, intervals: parsed.data.open_time_periods ?? [] });
    else notTaken.push(...describeIssues(parsed.error, where));
  }
  return joinEntries(entries, notTaken);
}
