import { formatTimeOfDay, type BusinessHours } from './calendar.js';
import { formatLocalDate } from '../time/local-date.js';

/** A row of business hours, as people write it. */
export type FormattedHours = {
  readonly dayOfWeek: number;
  readonly validFrom?: string;
  readonly validThrough?: string;
} & ({ readonly open: string; readonly close: string } | { readonly closed: true });

export function formatBusinessHours(hours: readonly BusinessHours[]): FormattedHours[] {
  return hours.map((row) => ({
    dayOfWeek: row.dayOfWeek,
    ...('closed' in row
      ? { closed: row.closed }
      : { open: formatTimeOfDay(row.open), close: formatTimeOfDay(row.close) }),
    ...(row.validFrom === undefined ? {} : { validFrom: formatLocalDate(row.validFrom) }),
    ...(row.validThrough === undefined ? {} : { validThrough: formatLocalDate(row.validThrough) }),
  }));
}
