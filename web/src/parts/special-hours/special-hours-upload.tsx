import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { SpecialHoursUpload } from '../../api/types.gen.js';
import { ProblemNote } from '../problem/problem-note.js';
import type { SpecialHoursOwner } from './owner.js';
import { describeUpload } from './special-hours.js';

/** Takes a file of special hours, and says what became of it. */
export function SpecialHoursUploadButton({ owner }: { owner: SpecialHoursOwner }) {
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: owner.upload,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['data'] }),
  });
  return (
    <div className="stack no-print">
      <div className="row">
        <button type="button" disabled={upload.isPending} onClick={() => input.current!.click()}>
          Upload a file
        </button>
        <span className="small quiet">
          A calendar (.ics), whose events close the dates that they touch, or JSON of Google or Uber.
        </span>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept=".ics,.json,text/calendar,application/json"
        aria-label="File with special hours"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) upload.mutate(file);
          target.value = '';
        }}
      />
      {upload.isError && <ProblemNote error={upload.error} />}
      {upload.data !== undefined && <Outcome uploaded={upload.data} />}
    </div>
  );
}

function Outcome({ uploaded }: { uploaded: SpecialHoursUpload }) {
  return (
    <div role="status">
      <p>{describeUpload(uploaded)}</p>
      {uploaded.problems.length > 0 && (
        <ul>
          {uploaded.problems.map(({ where, reason }, index) => (
            <li key={index}>
              <code>{where}</code>: {reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
