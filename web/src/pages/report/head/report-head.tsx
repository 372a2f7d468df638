import type { ReportDetail } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';
import { ReportStatusMark } from '../../../parts/report-status.js';
import { Instant } from '../../../parts/time/instant.js';
import { triggerName } from '../../reports/search.js';
import { Actions } from './actions.js';
import { Downloads } from './downloads.js';
import { describeStaleness } from './staleness.js';

/** What the report is, and what can be done with it. */
export function ReportHead({ report }: { report: ReportDetail }) {
  const { asOf, status, request, dataVersion, durationMs, trigger, requestedAt, workflow, timeZoneData } = report;
  const staleness = describeStaleness(report);
  return (
    <>
      <div className="page-head">
        <h1>
          Report
          {asOf !== null && (
            <>
              {' '}
              as of <Instant at={asOf} />
            </>
          )}
        </h1>
        <div className="row no-print">
          <Downloads report={report} />
          <Actions report={report} />
        </div>
      </div>
      <dl className="facts panel">
        <dt>Status</dt>
        <dd>
          <span role="status">
            <ReportStatusMark status={status} />
          </span>
          {durationMs !== null && `, took ${formatDuration(durationMs / 1_000)}`}
        </dd>
        {staleness !== null && (
          <>
            <dt>Up to date</dt>
            <dd>{staleness}</dd>
          </>
        )}
        <dt>Begun</dt>
        <dd>
          {triggerName(trigger)}, <Instant at={requestedAt} />
        </dd>
        <dt>Numbers</dt>
        <dd>
          {request.interpolation}, a poll reaches {request.reachHours} hours; data version{' '}
          {dataVersion ?? 'not yet fixed'}
          {timeZoneData !== null && `; time zones ${timeZoneData.release}`}
        </dd>
        <dt>Workflow</dt>
        <dd>{workflow.url === null ? <code>{workflow.id}</code> : <a href={workflow.url}>{workflow.id}</a>}</dd>
      </dl>
    </>
  );
}
