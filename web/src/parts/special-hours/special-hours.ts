import type {
  HoursOfDate,
  HoursOfDateInput,
  OpeningTimes,
  SpecialHours,
  SpecialHoursUpload,
} from '../../api/types.gen.js';

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

/** Those of a date that come from groups: `closed (Holiday), of region:west`. */
export function describeOfGroups(hours: Omit<SpecialHours, 'date'>, groups: readonly string[]): string {
  return `${describeSpecialHours(hours)}, of ${groups.join(' and ')}`;
}

/** What makes the hours of a date others than those of its week; null: nothing does. */
export function describeOtherHours({ source, groups, closures, ...hours }: HoursOfDate): string | null {
  const special =
    source === 'store' ? [describeSpecialHours(hours)] : source === 'groups' ? [describeOfGroups(hours, groups)] : [];
  const parts = [...special, ...(closures.includes('closed') ? ['a closure takes a part'] : [])];
  return parts.length === 0 ? null : parts.join('; ');
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

/** The type of a file, by how it begins. */
export function mediaTypeOf(text: string): 'text/calendar' | 'application/json' {
  return /^\s*BEGIN:/i.test(text) ? 'text/calendar' : 'application/json';
}

/** What became of an upload, in a sentence. */
export function describeUpload({ set, unchanged, notTaken }: Omit<SpecialHoursUpload, 'problems'>): string {
  const dates = `${set.length} ${set.length === 1 ? 'date' : 'dates'} set`;
  const same = unchanged.length === 0 ? '' : `, ${unchanged.length} had the same already`;
  return `${dates}${same}.${notTaken === 0 ? '' : ' Not taken:'}`;
}

function formatIntervals(intervals: readonly OpeningTimes[]): string {
  return intervals.map(({ open, close }) => `${open}-${close}`).join(', ');
}

function toInterval(text: string): OpeningTimes {
  const [open = '', close = ''] = text.split(/[-–]/).map((time) => time.trim());
  return { open, close };
}
