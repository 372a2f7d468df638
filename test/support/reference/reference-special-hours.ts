import type { OpeningTimes, SpecialHours } from '../../../src/domain/calendar/calendar.js';
import type { SpecialHoursOfGroup } from '../../../src/domain/calendar/special-hours-in-force.js';

/**
 * Returns the intervals of a date by the letter of rule 18: those of the store if it says anything of the date; else none if one of
 * its groups says closed; else those of all of its groups. Null: nobody says anything.
 */
export function referenceSpecialHours(
  date: number,
  own: readonly SpecialHours[],
  ofGroups: readonly SpecialHoursOfGroup[],
): readonly OpeningTimes[] | null {
  for (const special of own) if (special.date === date) return special.intervals;
  let joined: OpeningTimes[] | null = null;
  for (const { date: ofDate, intervals } of ofGroups) {
    if (ofDate !== date) continue;
    if (intervals.length === 0) return [];
    joined = [...(joined ?? []), ...intervals];
  }
  return joined;
}

/** The same of all dates. */
export function referenceInForce(
  own: readonly SpecialHours[],
  ofGroups: readonly SpecialHoursOfGroup[],
): readonly SpecialHours[] {
  const dates = new Set([...own, ...ofGroups].map(({ date }) => date));
  return [...dates].map((date) => ({ date, intervals: referenceSpecialHours(date, own, ofGroups)! }));
}
