import { useState } from 'react';
import { FormButtons } from '../form/form-buttons.js';

interface Props {
  readonly initial: string;
  readonly submit: string;
  readonly isRequired: boolean;
  readonly isPending: boolean;
  readonly onSubmit: (reason: string) => void;
  readonly onCancel: () => void;
}

/** Asks for a reason. */
export function ReasonForm({ initial, submit, isRequired, isPending, onSubmit, onCancel }: Props) {
  const [reason, setReason] = useState(initial);
  return (
    <form action={() => onSubmit(reason)} className="stack no-print">
      <label>
        Reason
        <input
          value={reason}
          required={isRequired}
          maxLength={500}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <FormButtons submit={submit} isPending={isPending} onCancel={onCancel} />
    </form>
  );
}
