import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { addClosure } from '../../api/sdk.gen.js';
import type { ClosureInput } from '../../api/types.gen.js';
import { Field } from '../form/field.js';
import { FormButtons } from '../form/form-buttons.js';
import { ProblemNote } from '../problem/problem-note.js';
import { NEW_CLOSURE, toClosureInput, toPeriod, type ClosureForm } from './closures.js';

/** The fields of the request that show what is wrong with them. */
const FIELDS = ['from', 'until', 'reason'];

interface Props {
  readonly scope: ClosureInput['scope'];
  /** Whose clock times without a zone are on. */
  readonly clock: string;
  /** Shows what a closure would change. */
  readonly preview?: (closure: NonNullable<ReturnType<typeof toPeriod>>) => ReactNode;
  readonly onDone: () => void;
}

/** Closes stores or excuses them, and can show what that does before it is saved. */
export function ClosureEditor({ scope, clock, preview, onDone }: Props) {
  const queries = useQueryClient();
  const [form, setForm] = useState(NEW_CLOSURE);
  const save = useMutation({
    mutationFn: () => addClosure({ body: toClosureInput(scope, form), throwOnError: true }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['data'] });
      onDone();
    },
  });
  const change = (part: Partial<ClosureForm>) => setForm({ ...form, ...part });
  const closure = toPeriod(form);
  return (
    <form action={() => save.mutate()} className="stack hours-editor">
      <div className="row end">
        <label>
          Kind
          <select
            value={form.kind}
            onChange={({ target }) => change({ kind: target.value === 'closed' ? 'closed' : 'excused' })}
          >
            <option value="excused">Excused: not held against a store</option>
            <option value="closed">Closed: no open time</option>
          </select>
        </label>
        <Edge label={`From, on ${clock}`} name="from" form={form} error={save.error} onChange={change} />
        <Edge label="Until (empty: no end)" name="until" form={form} error={save.error} onChange={change} />
        <Field label="Reason (optional)" path="reason" error={save.error}>
          {(attributes) => (
            <input value={form.reason} onChange={({ target }) => change({ reason: target.value })} {...attributes} />
          )}
        </Field>
      </div>
      {closure !== null && preview?.(closure)}
      {save.isError && <ProblemNote error={save.error} fields={FIELDS} />}
      <FormButtons submit="Save" isPending={save.isPending} onCancel={onDone} />
    </form>
  );
}

function Edge(props: {
  label: string;
  name: 'from' | 'until';
  form: ClosureForm;
  error: Error | null;
  onChange: (part: Partial<ClosureForm>) => void;
}) {
  const { label, name, form, error, onChange } = props;
  return (
    <Field label={label} path={name} error={error}>
      {(attributes) => (
        <input
          type="datetime-local"
          required={name === 'from'}
          value={form[name]}
          onChange={({ target }) => onChange({ [name]: target.value })}
          {...attributes}
        />
      )}
    </Field>
  );
}
