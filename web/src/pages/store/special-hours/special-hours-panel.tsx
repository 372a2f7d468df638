import { useQuery } from '@tanstack/react-query';
import type { Store, StoreDays } from '../../../api/types.gen.js';
import { formatDate } from '../../../parts/format/date.js';
import { ofStore } from '../../../parts/special-hours/owner.js';
import { SpecialHoursSection } from '../../../parts/special-hours/special-hours-section.js';
import { useMay } from '../../../session/session.js';
import { Preview } from '../hours/preview.js';
import { specialHoursQuery } from '../store-queries.js';
import { SpecialHoursOfGroups } from './of-groups.js';

interface Props {
  readonly store: Pick<Store, 'storeId' | 'groups'>;
  readonly days: Pick<StoreDays, 'firstDate' | 'lastDate' | 'asOf'>;
}

const NONE = 'None: every date has the hours of its day of the week.';
const NONE_OF_ITS_OWN = 'None of its own.';

/** The dates on which the store has other hours than in its week, of its own and by its groups. */
export function SpecialHoursPanel({ store: { storeId, groups }, days }: Props) {
  const found = useQuery(specialHoursQuery(storeId, days));
  return (
    <SpecialHoursSection
      title={`Special hours, from ${formatDate(days.firstDate)} on`}
      owner={ofStore(storeId)}
      found={found}
      empty={Object.keys(groups).length > 0 ? NONE_OF_ITS_OWN : NONE}
      mayEdit={useMay('operator')}
      newDate={days.lastDate}
      preview={({ date, ...hours }) => (
        <Preview
          storeId={storeId}
          asOf={days.asOf}
          change={{ specialHours: { from: date, to: date, hours: [{ date, ...hours }] } }}
        />
      )}
    >
      <SpecialHoursOfGroups groups={groups} days={days} own={found.data ?? []} />
    </SpecialHoursSection>
  );
}
