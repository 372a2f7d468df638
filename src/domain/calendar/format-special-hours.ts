import { formatLocalDate } from '../time/local-date.js';
import { formatTimeOfDay, type SpecialHours } from './calendar.js';

/** Special hours, as people write them. */
export type FormattedSpecialHours = {
  readonly date: string;
  readonly reason?: string;
} & ({ readonly closed: true } | { readonly intervals: { readonly open: string; readonly close: string }[] });

export function formatSpecialHours(specialHours: readonly SpecialHours[]): FormattedSpecialHours[] {
  return specialHours.map(({ date, intervals, reason }) => ({
    date: formatLocalDate(date),
    ...(intervals.length === 0
      ? { closed: true as const }
      : {
          intervals: intervals.map(({ open, close }) => ({
            open: formatTimeOfDay(open),
            close: formatTimeOfDay(close),
          })),
        }),
    ...(reason !== undefined && { reason }),
  }));
}
