import { useQuery } from '@tanstack/react-query';
import { formatDate } from '../../parts/format/date.js';
import { ofGroup } from '../../parts/special-hours/owner.js';
import { SpecialHoursSection } from '../../parts/special-hours/special-hours-section.js';
import { useMayForAll } from '../../session/session.js';
import { specialHoursOfGroupQuery } from './group-queries.js';

/** The special hours of a group from a date on, for its stores that have none of their own on the date. */
export function GroupSpecialHours({ group, from }: { group: { kind: string; value: string }; from: string }) {
  const found = useQuery(specialHoursOfGroupQuery(group, from));
  const mayEdit = useMayForAll('operator');
  return (
    <SpecialHoursSection
      title={`Special hours, from ${formatDate(from)} on`}
      owner={ofGroup(group)}
      found={found}
      empty="None: its stores have the hours of their week, or special hours of their own."
      mayEdit={mayEdit}
      newDate={from}
    />
  );
}
