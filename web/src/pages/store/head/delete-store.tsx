import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { deleteStore } from '../../../api/sdk.gen.js';
import { ConfirmButton } from '../../../parts/dialog/confirm-button.js';
import { ProblemNote } from '../../../parts/problem/problem-note.js';
import { useMay } from '../../../session/session.js';

/** Deletes a store, for those who may. */
export function DeleteStore({ storeId }: { storeId: string }) {
  const mayDelete = useMay('operator');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => deleteStore({ path: { storeId }, throwOnError: true }),
    onSuccess: async () => {
      await navigate({ to: '/stores' });
      queries.removeQueries({ queryKey: ['data', 'store', storeId] });
    },
  });
  if (!mayDelete) return null;
  return (
    <>
      <ConfirmButton
        label="Delete"
        subject={storeId}
        question={`Delete ${storeId}, with its polls, hours and time zone? Reports that were made stay as they are.`}
        onConfirm={() => remove.mutate()}
      />
      {remove.isError && <ProblemNote error={remove.error} />}
    </>
  );
}
