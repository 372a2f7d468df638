import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { requestReport } from '../../api/sdk.gen.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { useMay } from '../../session/session.js';
import { monthReportQuery, SHEET_WINDOW } from './group-queries.js';

/** The way to the sheet of the last month: of the newest report that has it, or of one that is made now. */
export function MonthSheet({ group }: { group: string }) {
  const mayMake = useMay('operator');
  const navigate = useNavigate();
  const report = useQuery(monthReportQuery(group)).data;
  const search = { group, window: SHEET_WINDOW };
  const make = useMutation({
    mutationFn: async () =>
      (await requestReport({ body: { group, windows: [SHEET_WINDOW] }, throwOnError: true })).data,
    onSuccess: ({ reportId }) => navigate({ to: '/reports/$reportId/sheet', params: { reportId }, search }),
  });
  return (
    <div className="row no-print">
      {report != null && (
        <Link className="button" to="/reports/$reportId/sheet" params={{ reportId: report.reportId }} search={search}>
          Sheet of last month
        </Link>
      )}
      {mayMake && report === null && (
        <button type="button" disabled={make.isPending} onClick={() => make.mutate()}>
          Make the sheet of last month
        </button>
      )}
      {make.isError && <ProblemNote error={make.error} />}
    </div>
  );
}
