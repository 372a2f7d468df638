import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { cancelReport, remakeReport, retryReport } from '../../../api/sdk.gen.js';
import type { ReportDetail } from '../../../api/types.gen.js';
import { ConfirmButton } from '../../../parts/dialog/confirm-button.js';
import { ProblemNote } from '../../../parts/problem/problem-note.js';
import { useMay } from '../../../session/session.js';

/** What an operator can do with a report in its status. */
export function Actions({ report: { reportId, status, asOf } }: { report: ReportDetail }) {
  const mayAct = useMay('operator');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const path = { reportId };
  const refresh = () => queries.invalidateQueries({ queryKey: ['reports'] });
  const retry = useMutation({ mutationFn: () => retryReport({ path, throwOnError: true }), onSuccess: refresh });
  const cancel = useMutation({
    mutationFn: async () => (await cancelReport({ path, throwOnError: true })).data,
    onSuccess: refresh,
  });
  const remake = useMutation({
    mutationFn: async () => (await remakeReport({ path, throwOnError: true })).data,
    onSuccess: (made) => navigate({ to: '/reports/$reportId', params: { reportId: made.reportId } }),
  });
  if (!mayAct) return null;
  const error = retry.error ?? cancel.error ?? remake.error;
  return (
    <>
      {status === 'Failed' && (
        <button type="button" disabled={retry.isPending} onClick={() => retry.mutate()}>
          Try again
        </button>
      )}
      {status === 'Running' && (
        <ConfirmButton
          label="Stop"
          subject="the report"
          question="Stop this report? It will have no numbers; a new one can be begun."
          onConfirm={() => cancel.mutate()}
        />
      )}
      {status !== 'Running' && asOf !== null && (
        <button type="button" disabled={remake.isPending} onClick={() => remake.mutate()}>
          Make it again
        </button>
      )}
      {status === 'Running' && cancel.isPending && <span role="status">Being stopped …</span>}
      {status === 'Running' && cancel.data?.status === 'Running' && (
        <span role="status">It stops as soon as a worker is there.</span>
      )}
      {error !== null && <ProblemNote error={error} />}
    </>
  );
}
