import type { Group } from '../groups/group.js';
import type { LocalDate } from '../time/local-date.js';
import { weeklyTimes, type Calendar, type OpeningTimes, type SpecialHours } from './calendar.js';

/**
 * What says when a store opens on a date: its own special hours, before those of its groups, before its weekly hours; without any,
 * it is always open. Rules 1, 18 and 19.
 */
export const HOURS_SOURCES = ['store', 'groups', 'week', 'always-open'] as const;
export type HoursSource = (typeof HOURS_SOURCES)[number];

/** When a store opens on a date, and what says so. Closures are not in it. */
export interface HoursOfDate {
  readonly source: HoursSource;
  /** The number of the rule by which the source counts. */
  readonly rule: 1 | 18 | 19;
  /** None: nothing begins on this date. */
  readonly intervals: readonly OpeningTimes[];
  /** The groups that say so. */
  readonly groups: readonly Group[];
  /** Of special hours, why. */
  readonly reason: string | null;
}

/** Returns a function from a date to its hours, by the precedence of rule 18. */
export function hoursOfDates({ hours, specialHours = [] }: Calendar): (date: LocalDate) => HoursOfDate {
  const special = new Map(specialHours.map((some) => [some.date, some]));
  const weekly = weeklyTimes(hours);
  return (date) => {
    const ofDate = special.get(date);
    if (ofDate !== undefined) return toHours(ofDate);
    const isAlwaysOpen = hours.length === 0;
    return {
      source: isAlwaysOpen ? 'always-open' : 'week',
      rule: isAlwaysOpen ? 1 : 19,
      intervals: weekly(date),
      groups: [],
      reason: null,
    };
  };
}

function toHours({ intervals, groups, reason }: SpecialHours): HoursOfDate {
  const source = groups === undefined ? 'store' : 'groups';
  return { source, rule: 18, intervals, groups: groups ?? [], reason: reason ?? null };
}
