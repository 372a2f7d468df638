import type { ParseProblem } from '../../domain/parse-problem.js';
import { readGooglePeriods } from './google-periods.js';
import { readUberHolidayHours } from './uber-holiday-hours.js';
import type { UploadedDates } from './uploaded-dates.js';

const PERIODS = 'specialHourPeriods';
const HOLIDAYS = 'holiday_hours';

const EXPECTED =
  'expected is {"specialHours": {"specialHourPeriods": [...]}} as of Google, or {"holiday_hours": {...}} as of Uber';

/** Reads special hours as other systems write them. The shape is recognized by its keys, also within a whole location. */
export function readSpecialHoursJson(body: unknown): UploadedDates | ParseProblem {
  if (!isObject(body)) return { problem: EXPECTED };
  const ofGoogle = PERIODS in body || 'specialHours' in body;
  if (ofGoogle && HOLIDAYS in body) return { problem: `it has the shapes of two systems; ${EXPECTED}` };
  if (HOLIDAYS in body) {
    const days = body[HOLIDAYS];
    if (!isObject(days)) return { problem: `${HOLIDAYS} is not a map from dates to their hours` };
    return readUberHolidayHours(days, HOLIDAYS);
  }
  if (!ofGoogle) return { problem: EXPECTED };
  const isWrapped = !(PERIODS in body);
  const holder = isWrapped ? body.specialHours : body;
  const path = `${isWrapped ? 'specialHours.' : ''}${PERIODS}`;
  const periods = isObject(holder) ? (holder[PERIODS] ?? []) : null;
  if (!Array.isArray(periods)) return { problem: `${path} is not a list` };
  return readGooglePeriods(periods, path);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
