import { formatLocalDate } from '../time/local-date.js';
import { formatTimeOfDay, type OpeningTimes, type SpecialHours } from './calendar.js';

/** The intervals of a date, as people write them. */
export type FormattedIntervals =
  { readonly closed: true } | { readonly intervals: { readonly open: string; readonly close: string }[] };

/** Special hours, as people write them. */
export type FormattedSpecialHours = { readonly date: string; readonly reason?: string } & FormattedIntervals;

export function formatSpecialHours(specialHours: readonly SpecialHours[]): FormattedSpecialHours[] {
  return specialHours.map(({ date, intervals, reason }) => ({
    date: formatLocalDate(date),
    ...formatIntervals(intervals),
    ...(reason !== undefined && { reason }),
  }));
}

export function formatIntervals(intervals: readonly OpeningTimes[]): FormattedIntervals {
  if (intervals.length === 0) return { closed: true };
  return {
    intervals: intervals.map(({ open, close }) => ({ open: formatTimeOfDay(open), close: formatTimeOfDay(close) })),
  };
}
