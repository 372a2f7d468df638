import { useQuery } from '@tanstack/react-query';
import type { SpecialHours, Store, StoreDays } from '../../../api/types.gen.js';
import { Loaded } from '../../../parts/problem/loading.js';
import { formatDate } from '../../../parts/format/date.js';
import { groupSpecialHoursQuery } from '../store-queries.js';
import { describeOfGroups } from '../../../parts/special-hours/special-hours.js';

interface Props {
  readonly groups: Store['groups'];
  readonly days: Pick<StoreDays, 'firstDate' | 'lastDate'>;
  /** Those of the store, which win over them. */
  readonly own: readonly SpecialHours[];
}

/** The special hours that the store has by its groups; nothing where these have none. */
export function SpecialHoursOfGroups({ groups, days, own }: Props) {
  const found = useQuery(groupSpecialHoursQuery(groups, days));
  return (
    <Loaded query={found}>
      {(ofGroups) =>
        ofGroups.length > 0 && (
          <>
            <h3>By its groups</h3>
            <ul className="special-hours">
              {ofGroups.map(({ group, date, ...hours }) => (
                <li key={`${date} ${group}`}>
                  {formatDate(date)}: {describeOfGroups(hours, [group])}
                  {own.some((special) => special.date === date) && (
                    <span className="quiet"> (the store has its own)</span>
                  )}
                </li>
              ))}
            </ul>
          </>
        )
      }
    </Loaded>
  );
}
