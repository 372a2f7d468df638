import { useMay } from '../../session/session.js';
import { useTitle } from '../../shell/use-title.js';
import { NewReportDialog } from './new-report-dialog.js';
import { ReportList } from './report-list.js';
import { Trend } from './trend.js';
import './reports.css';

/** The reports that were made, and how the fleet's uptime went over them. */
export function ReportsPage() {
  const mayBegin = useMay('operator');
  useTitle('Reports');
  return (
    <div className="stack">
      <div className="page-head">
        <h1>Reports</h1>
        {mayBegin && <NewReportDialog />}
      </div>
      <Trend />
      <ReportList />
    </div>
  );
}
