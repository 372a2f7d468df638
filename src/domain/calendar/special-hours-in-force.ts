import { formatGroup, type Group } from '../groups/group.js';
import type { LocalDate } from '../time/local-date.js';
import type { SpecialHours } from './calendar.js';
import { distinctIntervals } from './special-hours.js';

/** Special hours that a group gives to its stores. */
export interface SpecialHoursOfGroup extends SpecialHours {
  readonly group: Group;
}

/**
 * Returns the special hours of a store that count, by date: its own, and on other dates those of its groups. Rule 18.
 * `own` is by date; in it, and in those of one group, each date is there once.
 */
export function specialHoursInForce(
  own: readonly SpecialHours[],
  ofGroups: readonly SpecialHoursOfGroup[],
): readonly SpecialHours[] {
  if (ofGroups.length === 0) return own;
  const ownDates = new Set(own.map(({ date }) => date));
  const byDate = Map.groupBy(ofGroups, ({ date }) => date);
  const given = [...byDate].filter(([date]) => !ownDates.has(date)).map(([date, some]) => joinGroups(date, some));
  return [...own, ...given].sort((one, other) => one.date - other.date);
}

/** A group that is closed wins over those with intervals, which are joined. The order of the groups means nothing. */
function joinGroups(date: LocalDate, ofGroups: readonly SpecialHoursOfGroup[]): SpecialHours {
  const closed = ofGroups.filter(({ intervals }) => intervals.length === 0);
  const deciding = (closed.length > 0 ? closed : ofGroups).toSorted((one, other) =>
    formatGroup(one.group) < formatGroup(other.group) ? -1 : 1,
  );
  const reasons = new Set(deciding.flatMap(({ reason }) => reason ?? []));
  return {
    date,
    intervals: distinctIntervals(deciding.flatMap(({ intervals }) => intervals)),
    ...(reasons.size > 0 && { reason: [...reasons].join('; ') }),
    groups: deciding.map(({ group }) => group),
  };
}
