import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeGroup, getDefaultTarget } from '../../api/sdk.gen.js';
import type { Group } from '../../api/types.gen.js';
import { Field } from '../../parts/form/field.js';
import { FormButtons } from '../../parts/form/form-buttons.js';
import { formatTarget } from '../../parts/format/percent.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { useMayForAll } from '../../session/session.js';

/** The target of a group, and where it comes from if it has none of its own; set and removed by those who may. */
export function GroupTarget({ group }: { group: Group }) {
  const [isEditing, setEditing] = useState(false);
  const mayEdit = useMayForAll('operator');
  const byDefault = useQuery({
    queryKey: ['data', 'default-target'],
    queryFn: async () => (await getDefaultTarget({ throwOnError: true })).data.target,
  });
  return (
    <section className="panel" aria-labelledby="target-title">
      <div className="row apart">
        <h2 id="target-title">Target</h2>
        {mayEdit && !isEditing && (
          <button type="button" onClick={() => setEditing(true)}>
            {group.target === null ? 'Set a target' : 'Change'}
          </button>
        )}
      </div>
      {isEditing ? (
        <TargetForm group={group} onDone={() => setEditing(false)} />
      ) : (
        <p>{describe(group.target, byDefault.data ?? null)}</p>
      )}
    </section>
  );
}

function describe(target: number | null, byDefault: number | null): string {
  if (target !== null) {
    return `${formatTarget(target)} of the observed open time, for its stores without one of their own.`;
  }
  if (byDefault !== null) return `None of its own: the default of ${formatTarget(byDefault)} counts.`;
  return 'None.';
}

function TargetForm({ group: { kind, value, target }, onDone }: { group: Group; onDone: () => void }) {
  const queries = useQueryClient();
  const [text, setText] = useState(target === null ? '' : String(target));
  const save = useMutation({
    mutationFn: () =>
      changeGroup({ path: { kind, value }, body: { target: text === '' ? null : Number(text) }, throwOnError: true }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['data'] });
      onDone();
    },
  });
  return (
    <form action={() => save.mutate()} className="stack">
      <Field label="Uptime in per cent (empty: none)" path="target" error={save.error}>
        {(attributes) => (
          <input
            type="number"
            step="any"
            value={text}
            onChange={({ target: { value: typed } }) => setText(typed)}
            {...attributes}
          />
        )}
      </Field>
      {save.isError && <ProblemNote error={save.error} fields={['target']} />}
      <FormButtons submit="Save" isPending={save.isPending} onCancel={onDone} />
    </form>
  );
}
