import type { UseQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { HoursOfDateInput, SpecialHours } from '../../api/types.gen.js';
import { Loaded } from '../problem/loading.js';
import type { SpecialHoursOwner } from './owner.js';
import { SpecialHoursEditor } from './special-hours-editor.js';
import { SpecialHoursList } from './special-hours-list.js';
import { SpecialHoursUploadButton } from './special-hours-upload.js';
import { toSpecialForm, type SpecialForm } from './special-hours.js';

interface Props {
  readonly title: string;
  readonly owner: SpecialHoursOwner;
  readonly found: UseQueryResult<SpecialHours[]>;
  /** What is said if there are none. */
  readonly empty: string;
  readonly mayEdit: boolean;
  /** The date that a new one is proposed for. */
  readonly newDate: string;
  /** Shows what the hours of a date would change. */
  readonly preview?: (hours: { date: string } & HoursOfDateInput) => ReactNode;
  /** What else is to be said, below the list. */
  readonly children?: ReactNode;
}

interface Edited {
  readonly form: SpecialForm;
  /** Whether the date is to be chosen, too. */
  readonly isNew: boolean;
}

/** The dates with other hours than those of the week; set, changed and removed by those who may. */
export function SpecialHoursSection({ title, owner, found, empty, mayEdit, newDate, preview, children }: Props) {
  const [edited, setEdited] = useState<Edited | null>(null);
  return (
    <section className="panel" aria-labelledby="special-title">
      <div className="row apart">
        <h2 id="special-title">{title}</h2>
        {mayEdit && edited === null && (
          <button
            type="button"
            className="no-print"
            onClick={() => setEdited({ form: { date: newDate, intervals: '', reason: '' }, isNew: true })}
          >
            Add special hours
          </button>
        )}
      </div>
      <Loaded query={found}>
        {(specialHours) => (
          <SpecialHoursList
            owner={owner}
            specialHours={specialHours}
            empty={empty}
            onEdit={mayEdit ? (special) => setEdited({ form: toSpecialForm(special), isNew: false }) : null}
          />
        )}
      </Loaded>
      {children}
      {mayEdit && edited === null && <SpecialHoursUploadButton owner={owner} />}
      {edited !== null && (
        <SpecialHoursEditor
          key={`${edited.form.date} ${edited.isNew}`}
          owner={owner}
          initial={edited.form}
          isNew={edited.isNew}
          known={found.data ?? []}
          onDone={() => setEdited(null)}
          {...(preview !== undefined && { preview })}
        />
      )}
    </section>
  );
}
