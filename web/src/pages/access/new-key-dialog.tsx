import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createKey } from '../../api/sdk.gen.js';
import type { CreatedApiKey } from '../../api/types.gen.js';
import { Dialog, useDialog } from '../../parts/dialog/dialog.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { toNewKey } from './new-key.js';

const ROLES = [
  ['reader', 'reader: sees everything'],
  ['operator', 'operator: also makes reports, imports files, changes stores'],
  ['admin', 'admin: also keys, log-ins and the audit trail'],
  ['ingest', 'ingest: sends polls and files, and sees nothing'],
] as const;

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
  return (
    <form action={(form) => create.mutate(form)} className="stack">
      <label>
        Name
        <input name="name" required placeholder="Who or what uses it" />
      </label>
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
      <label>
        Only these stores, one id on each line (empty: all)
        <textarea name="stores" rows={3} spellCheck={false} />
      </label>
      <label>
        Ends at the end of this day, UTC (empty: never)
        <input name="expires" type="date" />
      </label>
      {create.isError && <ProblemNote error={create.error} />}
      <div className="row">
        <button className="primary" disabled={create.isPending}>
          Make the key
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
