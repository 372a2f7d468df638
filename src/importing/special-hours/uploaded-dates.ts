import type { OpeningTimes, SpecialHours } from '../../domain/calendar/calendar.js';
import { distinctIntervals, MAX_INTERVALS, MAX_REASON_LENGTH } from '../../domain/calendar/special-hours.js';
import { formatLocalDate, type LocalDate } from '../../domain/time/local-date.js';

/** Dates, both in. */
export interface Dates {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** A part of an upload that is not taken. */
export interface NotTaken {
  /** `specialHourPeriods[3].endDate`, `line 12`. */
  readonly where: string;
  readonly reason: string;
}

/** What an upload says of the dates of a store, each date once and in order, and what of it can't be taken. */
export interface UploadedDates {
  readonly specialHours: readonly SpecialHours[];
  readonly notTaken: readonly NotTaken[];
}

/** What a part of an upload says of a date. */
export interface DateEntry {
  readonly where: string;
  readonly date: LocalDate;
  /** None: closed. */
  readonly intervals: readonly OpeningTimes[];
}

/** Puts together what the parts of an upload say of each date. A date that they contradict each other about is not taken. */
export function joinEntries(entries: readonly DateEntry[], notTaken: readonly NotTaken[]): UploadedDates {
  const byDate = Map.groupBy(entries, ({ date }) => date);
  const joined = [...byDate].sort(([one], [other]) => one - other).map(([date, ofDate]) => joinDate(date, ofDate));
  return {
    specialHours: joined.filter((one) => 'date' in one),
    notTaken: [...notTaken, ...joined.filter((one) => 'where' in one)],
  };
}

function joinDate(date: LocalDate, entries: readonly DateEntry[]): SpecialHours | NotTaken {
  const where = [...new Set(entries.map((entry) => entry.where))].join(', ');
  const isClosed = entries.some(({ intervals }) => intervals.length === 0);
  if (isClosed && entries.some(({ intervals }) => intervals.length > 0)) {
    return { where, reason: `${formatLocalDate(date)} is said to be closed, and to be open` };
  }
  const intervals = distinctIntervals(entries.flatMap((entry) => entry.intervals));
  if (intervals.length > MAX_INTERVALS) {
    return {
      where,
      reason: `${formatLocalDate(date)} has ${intervals.length} intervals; at most ${MAX_INTERVALS} are taken`,
    };
  }
  return { date, intervals };
}

/** Leaves out the dates that are not in a range, and says so. */
export function within({ from, to }: Dates, { specialHours, notTaken }: UploadedDates): UploadedDates {
  const isIn = ({ date }: SpecialHours) => from <= date && date <= to;
  const outside = specialHours.filter((special) => !isIn(special));
  return {
    specialHours: specialHours.filter(isIn),
    notTaken: [
      ...notTaken,
      ...outside.map(({ date }) => ({
        where: formatLocalDate(date),
        reason: `is not in the range ${formatRange({ from, to })}`,
      })),
    ],
  };
}

/**
 * Takes the closed dates that each of some clocks has, and says which clocks have the others. What is not taken is the same by each
 * clock, or is said of each.
 */
export function inAllZones(byZone: ReadonlyMap<string, UploadedDates>): UploadedDates {
  const all = [...byZone.values()];
  const zonesOf = Map.groupBy(
    [...byZone].flatMap(([zone, { specialHours }]) => specialHours.map((special) => ({ zone, special }))),
    ({ special }) => special.date,
  );
  const isInAll = ({ date }: SpecialHours) => zonesOf.get(date)!.length === byZone.size;
  const inSome = [...zonesOf].filter(([, found]) => found.length < byZone.size).sort(([one], [other]) => one - other);
  const notTaken = new Map(all.flatMap((read) => read.notTaken).map((part) => [JSON.stringify(part), part]));
  return {
    specialHours: all[0]!.specialHours.filter(isInAll),
    notTaken: [
      ...notTaken.values(),
      ...inSome.map(([date, found]) => ({
        where: formatLocalDate(date),
        reason: `is closed on some clocks of the group only: ${found.map(({ zone }) => zone).join(', ')}`,
      })),
    ],
  };
}

export function formatRange({ from, to }: Dates): string {
  return `${formatLocalDate(from)} to ${formatLocalDate(to)}`;
}

/** A text as the reason of special hours: without the characters that can't be stored, and not too long. */
export function toReason(text: string): string {
  const storable = text.replaceAll('\0', '').trim();
  return storable.length <= MAX_REASON_LENGTH ? storable : `${storable.slice(0, MAX_REASON_LENGTH - 1)}…`;
}
