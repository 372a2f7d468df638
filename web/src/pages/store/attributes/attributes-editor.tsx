import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeStore } from '../../../api/sdk.gen.js';
import type { Store } from '../../../api/types.gen.js';
import { Field } from '../../../parts/form/field.js';
import { FormButtons } from '../../../parts/form/form-buttons.js';
import { ProblemNote } from '../../../parts/problem/problem-note.js';
import { toAttributesForm, toStoreChange, type AttributesForm } from './attributes.js';

/** The fields of the request that show what is wrong with them. */
const FIELDS = ['name', 'groups', 'target', 'valuePerHour'];

/** Changes what is said of a store beside its calendar. */
export function AttributesEditor({ store, onDone }: { store: Store; onDone: () => void }) {
  const queries = useQueryClient();
  const [form, setForm] = useState(() => toAttributesForm(store));
  const save = useMutation({
    mutationFn: () =>
      changeStore({ path: { storeId: store.storeId }, body: toStoreChange(store, form), throwOnError: true }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['data'] });
      onDone();
    },
  });
  const { error } = save;
  const change = (part: Partial<AttributesForm>) => setForm({ ...form, ...part });
  return (
    <form action={() => save.mutate()} className="stack">
      <div className="row end">
        <Field label="Name" path="name" error={error}>
          {(attributes) => (
            <input value={form.name} onChange={({ target }) => change({ name: target.value })} {...attributes} />
          )}
        </Field>
        <Field label="Target in per cent (empty: that of its groups)" path="target" error={error}>
          {(attributes) => (
            <input
              type="number"
              step="any"
              value={form.target}
              onChange={({ target }) => change({ target: target.value })}
              {...attributes}
            />
          )}
        </Field>
        <Field label="Value of an open hour" path="valuePerHour" error={error}>
          {(attributes) => (
            <input
              type="number"
              step="any"
              value={form.valuePerHour}
              onChange={({ target }) => change({ valuePerHour: target.value })}
              {...attributes}
            />
          )}
        </Field>
      </div>
      <Field label="Groups, one on each line, as region:west" path="groups" error={error}>
        {(attributes) => (
          <textarea
            rows={4}
            spellCheck={false}
            value={form.groups}
            onChange={({ target }) => change({ groups: target.value })}
            {...attributes}
          />
        )}
      </Field>
      {save.isError && <ProblemNote error={error} fields={FIELDS} />}
      <FormButtons submit="Save" isPending={save.isPending} onCancel={onDone} />
    </form>
  );
}
