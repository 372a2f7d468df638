import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deleteSpecialHours } from '../../../api/sdk.gen.js';
import type { SpecialHours, StoreDays } from '../../../api/types.gen.js';
import { Loaded } from '../../../parts/problem/loading.js';
import { ProblemNote } from '../../../parts/problem/problem-note.js';
import { useMay } from '../../../session/session.js';
import { formatDate } from '../format-date.js';
import { specialHoursQuery } from '../store-queries.js';
import { SpecialHoursEditor } from './special-hours-editor.js';
import { describeSpecialHours, toSpecialForm, type SpecialForm } from './special-hours.js';
import './special-hours.css';

/** How many fit the sheet that is printed: see `store.css`. */
const PRINTED_DATES = 6;

interface Props {
  readonly storeId: string;
  readonly days: Pick<StoreDays, 'firstDate' | 'lastDate' | 'asOf'>;
}

interface Edited {
  readonly form: SpecialForm;
  /** Whether the date is to be chosen, too. */
  readonly isNew: boolean;
}

/** The dates on which the store has other hours than in its week; set, changed and removed by those who may. */
export function SpecialHoursPanel({ storeId, days }: Props) {
  const [edited, setEdited] = useState<Edited | null>(null);
  const mayEdit = useMay('operator');
  const found = useQuery(specialHoursQuery(storeId, days));
  return (
    <section className="panel" aria-labelledby="special-title">
      <div className="row apart">
        <h2 id="special-title">Special hours, from {formatDate(days.firstDate)} on</h2>
        {mayEdit && edited === null && (
          <button
            type="button"
            className="no-print"
            onClick={() => setEdited({ form: { date: days.lastDate, intervals: '', reason: '' }, isNew: true })}
          >
            Add special hours
          </button>
        )}
      </div>
      <Loaded query={found}>
        {(specialHours) => (
          <SpecialHoursList
            storeId={storeId}
            specialHours={specialHours}
            onEdit={mayEdit ? (special) => setEdited({ form: toSpecialForm(special), isNew: false }) : null}
          />
        )}
      </Loaded>
      {edited !== null && (
        <SpecialHoursEditor
          key={`${edited.form.date} ${edited.isNew}`}
          storeId={storeId}
          asOf={days.asOf}
          initial={edited.form}
          isNew={edited.isNew}
          known={found.data ?? []}
          onDone={() => setEdited(null)}
        />
      )}
    </section>
  );
}

interface ListProps {
  readonly storeId: string;
  readonly specialHours: readonly SpecialHours[];
  /** Null: not offered. */
  readonly onEdit: ((special: SpecialHours) => void) | null;
}

function SpecialHoursList({ storeId, specialHours, onEdit }: ListProps) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: (date: string) => deleteSpecialHours({ path: { storeId, date }, throwOnError: true }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['data'] }),
  });
  const later = specialHours.length - PRINTED_DATES;
  if (specialHours.length === 0) return <p>None: every date has the hours of its day of the week.</p>;
  return (
    <>
      <ul className="special-hours">
        {specialHours.map((special) => (
          <li key={special.date} className="row apart">
            <span>
              {formatDate(special.date)}: {describeSpecialHours(special)}
            </span>
            {onEdit !== null && (
              <span className="row no-print">
                <button type="button" onClick={() => onEdit(special)}>
                  Change<span className="visually-hidden"> {formatDate(special.date)}</span>
                </button>
                <button type="button" disabled={remove.isPending} onClick={() => remove.mutate(special.date)}>
                  Remove<span className="visually-hidden"> {formatDate(special.date)}</span>
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {later > 0 && <p className="print-only">And {later.toLocaleString('en')} later.</p>}
      {remove.isError && <ProblemNote error={remove.error} />}
    </>
  );
}
