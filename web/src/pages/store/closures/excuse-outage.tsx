import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { excuseOutage } from '../../../api/sdk.gen.js';
import type { Outage } from '../../../api/types.gen.js';
import { ProblemNote } from '../../../parts/problem/problem-note.js';
import { ReasonForm } from '../../../parts/closures/reason-form.js';

/** Excuses an outage after the fact, with a reason. */
export function ExcuseOutage({ storeId, outage, label }: { storeId: string; outage: Outage; label: string }) {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const { from, to } = outage;
  const excuse = useMutation({
    mutationFn: (reason: string) => excuseOutage({ path: { storeId }, body: { from, to, reason }, throwOnError: true }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['data'] }),
  });
  if (!isOpen) {
    return (
      <button type="button" onClick={() => setOpen(true)}>
        Excuse<span className="visually-hidden"> the outage from {label}</span>
      </button>
    );
  }
  return (
    <>
      <ReasonForm
        initial=""
        submit="Excuse"
        isRequired
        isPending={excuse.isPending}
        onSubmit={(reason) => excuse.mutate(reason)}
        onCancel={() => setOpen(false)}
      />
      {excuse.isError && <ProblemNote error={excuse.error} />}
    </>
  );
}
