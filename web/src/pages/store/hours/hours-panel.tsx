import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BusinessHours, Store } from '../../../api/types.gen.js';
import { Loaded } from '../../../parts/problem/loading.js';
import { useMay } from '../../../session/session.js';
import { businessHoursQuery } from '../store-queries.js';
import { WEEKDAYS } from '../weekdays.js';
import { describeRow } from './describe-row.js';
import { HoursEditor } from './hours-editor.js';

/** When the store is open, and on which clock; edited in place by those who may. */
export function HoursPanel({ store, asOf }: { store: Store; asOf: string }) {
  const [isEdited, setEdited] = useState(false);
  const mayEdit = useMay('operator');
  const hours = useQuery(businessHoursQuery(store.storeId));
  return (
    <section className="panel" aria-labelledby="hours-title">
      <div className="row apart">
        <h2 id="hours-title">Business hours, {store.timeZone}</h2>
        {mayEdit && !isEdited && (
          <button type="button" className="no-print" onClick={() => setEdited(true)}>
            Edit hours and zone
          </button>
        )}
      </div>
      <Loaded query={hours}>
        {(current) =>
          isEdited ? (
            <HoursEditor store={store} current={current} asOf={asOf} onDone={() => setEdited(false)} />
          ) : (
            <HoursList hours={current.hours} />
          )
        }
      </Loaded>
    </section>
  );
}

function HoursList({ hours }: { hours: BusinessHours }) {
  if (hours.length === 0) return <p>No hours are known, so it counts as always open.</p>;
  return (
    <dl className="facts">
      {WEEKDAYS.map((name, day) => {
        const rows = hours.filter(({ dayOfWeek }) => dayOfWeek === day);
        return (
          <div key={name} className="hours-day">
            <dt>{name}</dt>
            <dd>{rows.length === 0 ? 'closed' : rows.map(describeRow).join(', ')}</dd>
          </div>
        );
      })}
    </dl>
  );
}
