import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { HoursOfDateInput, SpecialHours } from '../../api/types.gen.js';
import { Field } from '../form/field.js';
import { FormButtons } from '../form/form-buttons.js';
import { ProblemNote } from '../problem/problem-note.js';
import type { SpecialHoursOwner } from './owner.js';
import { describeSpecialHours, toHoursOfDate, type SpecialForm } from './special-hours.js';

interface Props {
  readonly owner: SpecialHoursOwner;
  readonly initial: SpecialForm;
  /** Whether the date can be chosen. */
  readonly isNew: boolean;
  /** Shows what the hours of the date would change. */
  readonly preview?: (hours: { date: string } & HoursOfDateInput) => ReactNode;
  /** The special hours that there are. */
  readonly known: readonly SpecialHours[];
  readonly onDone: () => void;
}

/** The fields of the request that show what is wrong with them. */
const FIELDS = ['intervals', 'reason'];

/** Edits the special hours of a date, and can show what they do before they are saved. */
export function SpecialHoursEditor({ owner, initial, isNew, preview, known, onDone }: Props) {
  const queries = useQueryClient();
  const [form, setForm] = useState(initial);
  const { date } = form;
  const save = useMutation({
    mutationFn: () => owner.set(date, toHoursOfDate(form)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['data'] });
      onDone();
    },
  });
  const replaced = isNew ? known.find((special) => special.date === date) : undefined;
  const change = (part: Partial<SpecialForm>) => setForm({ ...form, ...part });
  return (
    <form action={() => save.mutate()} className="stack hours-editor">
      <div className="row end">
        <label>
          Date
          <input
            type="date"
            required
            readOnly={!isNew}
            value={date}
            onChange={({ target }) => change({ date: target.value })}
          />
        </label>
        <Field label="Open, such as 10:00-12:00, 13:00-14:30 (empty: closed)" path="intervals" error={save.error}>
          {(attributes) => (
            <input
              value={form.intervals}
              size={36}
              spellCheck={false}
              onChange={({ target }) => change({ intervals: target.value })}
              {...attributes}
            />
          )}
        </Field>
        <Field label="Reason (optional)" path="reason" error={save.error}>
          {(attributes) => (
            <input value={form.reason} onChange={({ target }) => change({ reason: target.value })} {...attributes} />
          )}
        </Field>
      </div>
      {replaced !== undefined && (
        <p role="status">This date is {describeSpecialHours(replaced)} already. Saving replaces that.</p>
      )}
      {date !== '' && preview?.({ date, ...toHoursOfDate(form) })}
      {save.isError && <ProblemNote error={save.error} fields={FIELDS} />}
      <FormButtons submit="Save" isPending={save.isPending} onCancel={onDone} />
    </form>
  );
}
