import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeStore, replaceBusinessHours } from '../../../api/sdk.gen.js';
import type { BusinessHours, Store } from '../../../api/types.gen.js';
import { FormButtons } from '../../../parts/form/form-buttons.js';
import { isProblem } from '../../../parts/problem/problem.js';
import { ProblemNote } from '../../../parts/problem/problem-note.js';
import { WEEKDAYS } from '../weekdays.js';
import { DayEditor } from './day-editor.js';
import { toFormRows, toHours } from './hours-form.js';
import { Preview } from './preview.js';
import './hours.css';

interface Props {
  readonly store: Store;
  readonly current: { readonly hours: BusinessHours; readonly etag: string };
  readonly asOf: string;
  readonly onDone: () => void;
}

const CHANGED_MEANWHILE = 412;

/** Edits the hours and the zone of a store, and shows what that does to last week's number before it is saved. */
export function HoursEditor({ store, current, asOf, onDone }: Props) {
  const { storeId } = store;
  const queries = useQueryClient();
  const [rows, setRows] = useState(() => toFormRows(current.hours));
  const [timeZone, setTimeZone] = useState(store.timeZone);
  // What others save meanwhile must not become what this form replaces.
  const [kept, setKept] = useState(current);
  const save = useMutation({
    mutationFn: async () => {
      const path = { storeId };
      const body = toHours(rows);
      if (isOther(body, kept.hours)) {
        const headers = { 'if-match': kept.etag };
        const { data, response } = await replaceBusinessHours({ path, headers, body, throwOnError: true });
        // If the zone is refused now, the next attempt must not meet these hours as those of somebody else.
        setKept({ hours: data, etag: response.headers.get('etag') ?? '' });
      }
      if (timeZone !== store.timeZone) await changeStore({ path, body: { timeZone }, throwOnError: true });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['data'] });
      onDone();
    },
  });
  const isOutdated = isProblem(save.error) && save.error.status === CHANGED_MEANWHILE;
  return (
    <form action={() => save.mutate()} className="stack hours-editor">
      <label>
        Time zone
        <input list="zones" value={timeZone} spellCheck={false} onChange={({ target }) => setTimeZone(target.value)} />
        <datalist id="zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </label>
      {WEEKDAYS.map((name, day) => (
        <DayEditor key={name} name={name} day={day} rows={rows} onChange={setRows} />
      ))}
      {rows.length === 0 && <p>Without any hours it counts as always open.</p>}
      <Preview storeId={storeId} asOf={asOf} change={{ timeZone, businessHours: toHours(rows) }} />
      {isOutdated && (
        <p className="note problem">Somebody else has changed the hours meanwhile. Cancel, and look at them first.</p>
      )}
      {save.isError && !isOutdated && <ProblemNote error={save.error} />}
      <FormButtons submit="Save" isPending={save.isPending} onCancel={onDone} />
    </form>
  );
}

function isOther(hours: BusinessHours, others: BusinessHours): boolean {
  return JSON.stringify(hours) !== JSON.stringify(toHours(toFormRows(others)));
}
