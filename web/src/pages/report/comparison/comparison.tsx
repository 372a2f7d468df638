import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Report, ReportDetail } from '../../../api/types.gen.js';
import { formatInstant, VIEWER_ZONE } from '../../../parts/format/instant.js';
import { windowName } from '../../../parts/format/window-name.js';
import { PagedList } from '../../../parts/table/paged-list.js';
import { triggerName } from '../../reports/search.js';
import { describeReleases } from './difference.js';
import { DifferenceTable } from './difference-table.js';
import { completeReportsQuery, differencesQuery, reportQuery } from '../report-queries.js';

const route = getRouteApi('/reports/$reportId');

interface Props {
  readonly reportId: string;
  /** The other report, if one is chosen. */
  readonly against: string | undefined;
  /** The window whose differences are shown. */
  readonly window: string;
}

/** Compares a report with another of the same windows: which stores moved, and by how much. */
export function Comparison({ reportId, against, window }: Props) {
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const report = useQuery(reportQuery(reportId)).data;
  const others = useQuery(completeReportsQuery).data ?? [];
  const comparable = others.filter((other) => report !== undefined && canBeCompared(other, report));
  const choose = (other: string) =>
    void navigate({ search: { ...search, against: other === '' ? undefined : other }, replace: true });
  return (
    <section className="panel" aria-labelledby="comparison-title">
      <h2 id="comparison-title">Compare with another report</h2>
      <label>
        Reports of the same windows
        <select value={against ?? ''} onChange={({ target }) => choose(target.value)}>
          <option value="">{comparable.length === 0 ? 'There is none' : 'Choose one'}</option>
          {comparable.map((other) => (
            <option key={other.reportId} value={other.reportId}>
              {formatInstant(other.asOf!, VIEWER_ZONE)}, {triggerName(other.trigger)}
            </option>
          ))}
        </select>
      </label>
      {against !== undefined && <Differences reportId={reportId} against={against} window={window} />}
    </section>
  );
}

function canBeCompared(other: Report, report: ReportDetail): boolean {
  const windowsOf = ({ request }: Pick<Report, 'request'>) => JSON.stringify(request.windows);
  return other.reportId !== report.reportId && other.asOf !== null && windowsOf(other) === windowsOf(report);
}

function Differences({ reportId, against, window }: { reportId: string; against: string; window: string }) {
  const query = useInfiniteQuery(differencesQuery(reportId, against));
  const zones = query.data?.pages[0]?.timeZoneData;
  const releases = zones === undefined ? null : describeReleases(zones.release, zones.against);
  return (
    <>
      {releases !== null && <p className="note">{releases}</p>}
      <p className="small quiet">More (+) or less (−) than in the other report, in the window {windowName(window)}.</p>
      <PagedList query={query} empty="The numbers of all stores are the same." more="More stores">
        {(differences) => <DifferenceTable differences={differences} window={window} />}
      </PagedList>
    </>
  );
}
