import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeClosure, deleteClosure } from '../../api/sdk.gen.js';
import type { Closure, ClosureChange, StoreDays } from '../../api/types.gen.js';
import { ProblemNote } from '../problem/problem-note.js';
import { describeClosure, goesOnAfter } from './closures.js';
import { ReasonForm } from './reason-form.js';

interface Props {
  readonly closure: Closure;
  readonly days: Pick<StoreDays, 'timeZone' | 'asOf'>;
  readonly mayEdit: boolean;
}

/** A closure, which ends now, gets another reason, or is removed. */
export function ClosureItem({ closure, days, mayEdit }: Props) {
  const queries = useQueryClient();
  const [isExplaining, setExplaining] = useState(false);
  const { closureId } = closure;
  const onSuccess = async () => {
    await queries.invalidateQueries({ queryKey: ['data'] });
    setExplaining(false);
  };
  const change = useMutation({
    mutationFn: (body: ClosureChange) => changeClosure({ path: { closureId }, body, throwOnError: true }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: () => deleteClosure({ path: { closureId }, throwOnError: true }),
    onSuccess,
  });
  const words = describeClosure(closure, days.timeZone);
  const isPending = change.isPending || remove.isPending;
  const error = change.error ?? remove.error;
  return (
    <li>
      <div className="row apart">
        <span>{words}</span>
        {mayEdit && !isExplaining && (
          <span className="row no-print">
            {goesOnAfter(closure, days.asOf) && (
              <ItemButton
                name="End now"
                of={words}
                isDisabled={isPending}
                onClick={() => change.mutate({ until: 'now' })}
              />
            )}
            <ItemButton name="Change reason" of={words} isDisabled={isPending} onClick={() => setExplaining(true)} />
            <ItemButton name="Remove" of={words} isDisabled={isPending} onClick={() => remove.mutate()} />
          </span>
        )}
      </div>
      {isExplaining && (
        <ReasonForm
          initial={closure.reason ?? ''}
          submit="Save"
          isRequired={false}
          isPending={isPending}
          onSubmit={(reason) => change.mutate({ reason })}
          onCancel={() => setExplaining(false)}
        />
      )}
      {error !== null && <ProblemNote error={error} />}
    </li>
  );
}

function ItemButton(props: { name: string; of: string; isDisabled: boolean; onClick: () => void }) {
  return (
    <button type="button" disabled={props.isDisabled} onClick={props.onClick}>
      {props.name}
      <span className="visually-hidden"> {props.of}</span>
    </button>
  );
}
