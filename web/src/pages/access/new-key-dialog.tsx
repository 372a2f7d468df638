import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createKey } from '../../api/sdk.gen.js';
import type { CreatedApiKey } from '../../api/types.gen.js';
import { Dialog, useDialog } from '../../parts/dialog/dialog.js';
import { Field } from '../../parts/form/field.js';
import { FormButtons } from '../../parts/form/form-buttons.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { toNewKey } from './new-key.js';

const ROLES = [
  ['reader', 'reader: sees everything'],
  ['operator', 'operator: also makes reports, imports files, changes stores'],
  ['admin', 'admin: also keys, log-ins and the audit trail'],
  ['ingest', 'ingest: sends polls and files, and sees nothing'],
] as const;

/** The fields of the request that show what is wrong with them. */
const FIELDS = ['name', 'stores', 'group', 'expiresAt'];

/** Makes a key. */
export function NewKeyDialog({ onCreated }: { onCreated: (created: CreatedApiKey) => void }) {
  const dialog = useDialog();
  return (
    <>
      <button type="button" onClick={dialog.open}>
        New key
      </button>
      <Dialog dialog={dialog} title="New key">
        <NewKeyForm
          onCreated={(created) => {
            onCreated(created);
            dialog.close();
          }}
          onCancel={dialog.close}
        />
      </Dialog>
    </>
  );
}

function NewKeyForm({ onCreated, onCancel }: { onCreated: (created: CreatedApiKey) => void; onCancel: () => void }) {
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: async (form: FormData) => (await createKey({ body: toNewKey(form), throwOnError: true })).data,
    onSuccess: (created) => {
      onCreated(created);
      return queries.invalidateQueries({ queryKey: ['access'] });
    },
  });
  const { error } = create;
  return (
    // Not an action, which would empty the form after a request that the API refuses.
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(new FormData(event.currentTarget));
      }}
    >
      <Field label="Name" path="name" error={error}>
        {(attributes) => <input name="name" required placeholder="Who or what uses it" {...attributes} />}
      </Field>
      <label>
        Role
        <select name="role" defaultValue="reader">
          {ROLES.map(([role, description]) => (
            <option key={role} value={role}>
              {description}
            </option>
          ))}
        </select>
      </label>
      <Field label="Only these stores, one id on each line (empty: all)" path="stores" error={error}>
        {(attributes) => <textarea name="stores" rows={3} spellCheck={false} {...attributes} />}
      </Field>
      <Field label="Or only the stores of this group, as owner:li (empty: all)" path="group" error={error}>
        {(attributes) => <input name="group" spellCheck={false} {...attributes} />}
      </Field>
      <Field label="Ends at the end of this day, UTC (empty: never)" path="expiresAt" error={error}>
        {(attributes) => <input name="expires" type="date" {...attributes} />}
      </Field>
      {create.isError && <ProblemNote error={error} fields={FIELDS} />}
      <FormButtons submit="Make the key" isPending={create.isPending} onCancel={onCancel} />
    </form>
  );
}
