import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { setSpecialHours } from '../../../api/sdk.gen.js';
import type { SpecialHours } from '../../../api/types.gen.js';
import { Field } from '../../../parts/form/field.js';
import { FormButtons } from '../../../parts/form/form-buttons.js';
import { ProblemNote } from '../../../parts/problem/problem-note.js';
import { Preview } from '../hours/preview.js';
import { describeSpecialHours, toHoursOfDate, type SpecialForm } from './special-hours.js';

interface Props {
  readonly storeId: string;
  readonly asOf: string;
  readonly initial: SpecialForm;
  /** Whether the date can be chosen. */
  readonly isNew: boolean;
  /** The special hours that the store has. */
  readonly known: readonly SpecialHours[];
  readonly onDone: () => void;
}

/** The fields of the request that show what is wrong with them. */
const FIELDS = ['intervals', 'reason'];

/** Edits the special hours of a date, and shows what they do to the number of the last seven days before they are saved. */
export function SpecialHoursEditor({ storeId, asOf, initial, isNew, known, onDone }: Props) {
  const queries = useQueryClient();
  const [form, setForm] = useState(initial);
  const { date } = form;
  const save = useMutation({
    mutationFn: () => setSpecialHours({ path: { storeId, date }, body: toHoursOfDate(form), throwOnError: true }),
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
      {date !== '' && (
        <Preview
          storeId={storeId}
          asOf={asOf}
          change={{ specialHours: { from: date, to: date, hours: [{ date, ...toHoursOfDate(form) }] } }}
        />
      )}
      {save.isError && <ProblemNote error={save.error} fields={FIELDS} />}
      <FormButtons submit="Save" isPending={save.isPending} onCancel={onDone} />
    </form>
  );
}
