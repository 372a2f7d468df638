import type { HoursOfDateInput, OpeningTimes, SpecialHours } from '../../../api/types.gen.js';

/** What somebody types for a date. */
export interface SpecialForm {
  readonly date: string;
  /** `10:00-12:00, 13:00-14:30`; empty: closed. */
  readonly intervals: string;
  readonly reason: string;
}

/** Special hours for people: `closed (Christmas)`, `10:00-14:00`. */
export function describeSpecialHours({ intervals, reason }: Omit<SpecialHours, 'date'>): string {
  const times = intervals === undefined ? 'closed' : formatIntervals(intervals);
  return reason === undefined ? times : `${times} (${reason})`;
}

/** Reads the form. A time that is none is left to the API, which says what is wrong with it. */
export function toHoursOfDate({ intervals, reason }: SpecialForm): HoursOfDateInput {
  const times = intervals
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(toInterval);
  const hours = times.length === 0 ? { closed: true as const } : { intervals: times };
  return { ...hours, ...(reason.trim() !== '' && { reason: reason.trim() }) };
}

/** The form that says what special hours say. */
export function toSpecialForm({ date, intervals = [], reason = '' }: SpecialHours): SpecialForm {
  return { date, intervals: formatIntervals(intervals), reason };
}

function formatIntervals(intervals: readonly OpeningTimes[]): string {
  return intervals.map(({ open, close }) => `${open}-${close}`).join(', ');
}

function toInterval(text: string): OpeningTimes {
  const [open = '', close = ''] = text.split(/[-–]/).map((time) => time.trim());
  return { open, close };
}
