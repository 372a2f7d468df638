import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { requestReport } from '../../api/sdk.gen.js';
import { Dialog, useDialog } from '../../parts/dialog/dialog.js';
import { Field } from '../../parts/form/field.js';
import { FormButtons } from '../../parts/form/form-buttons.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { RELATIVE_PERIODS } from '../../parts/format/window-name.js';
import { toReportRequest } from './new-report.js';

/** The fields of the request that show what is wrong with them. */
const FIELDS = ['storeIds', 'windows', 'reachHours'];

/** Begins a report, and goes to it. */
export function NewReportDialog() {
  const dialog = useDialog();
  return (
    <>
      <button type="button" className="primary" onClick={dialog.open}>
        New report
      </button>
      <Dialog dialog={dialog} title="New report">
        <NewReportForm onCancel={dialog.close} />
      </Dialog>
    </>
  );
}

function NewReportForm({ onCancel }: { onCancel: () => void }) {
  const navigate = useNavigate();
  const begin = useMutation({
    mutationFn: async (form: FormData) =>
      (await requestReport({ body: toReportRequest(form), throwOnError: true })).data,
    onSuccess: ({ reportId }) => navigate({ to: '/reports/$reportId', params: { reportId } }),
  });
  const { error } = begin;
  return (
    // Not an action, which would empty the form after a request that the API refuses.
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate(new FormData(event.currentTarget));
      }}
    >
      <AsOfFields error={error} />
      <Field label="Stores, one id on each line (empty: all)" path="storeIds" error={error}>
        {(attributes) => <textarea name="stores" rows={2} spellCheck={false} {...attributes} />}
      </Field>
      <fieldset className="row">
        <legend>Windows, on the clock of each store</legend>
        {Object.entries(RELATIVE_PERIODS).map(([name, label]) => (
          <label key={name} className="check">
            <input type="checkbox" name="period" value={name} /> {label}
          </label>
        ))}
      </fieldset>
      <Field
        label="Windows, one on each line, such as P30D, 2025-03, 2025-W10, or two instants with / between (none: last hour, day and week)"
        path="windows"
        error={error}
      >
        {(attributes) => <textarea name="windows" rows={2} spellCheck={false} placeholder="P30D" {...attributes} />}
      </Field>
      <label>
        The time between two polls
        <select name="interpolation" defaultValue="nearest">
          <option value="nearest">nearest: each poll covers its half (rule 10)</option>
          <option value="previous">previous: the earlier poll covers it (rule 11)</option>
        </select>
      </label>
      <Field label="Hours that a poll reaches (empty: as the server is set)" path="reachHours" error={error}>
        {(attributes) => <input name="reach" type="number" min="1" step="1" {...attributes} />}
      </Field>
      {begin.isError && <ProblemNote error={error} fields={FIELDS} />}
      <FormButtons submit="Begin" isPending={begin.isPending} onCancel={onCancel} />
    </form>
  );
}

function AsOfFields({ error }: { error: unknown }) {
  const [asOf, setAsOf] = useState('latest');
  return (
    <>
      <label>
        As of
        <select name="asOf" value={asOf} onChange={({ target }) => setAsOf(target.value)}>
          <option value="latest">the newest poll</option>
          <option value="now">now</option>
          <option value="instant">an instant</option>
        </select>
      </label>
      {asOf === 'instant' && (
        <Field label="The instant, with its zone" path="asOf" error={error}>
          {(attributes) => (
            <input name="instant" required placeholder="2025-03-12T17:45:10Z" spellCheck={false} {...attributes} />
          )}
        </Field>
      )}
    </>
  );
}
