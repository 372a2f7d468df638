import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReportOutage } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';
import { windowName } from '../../../parts/format/window-name.js';
import { PagedList } from '../../../parts/table/paged-list.js';
import { StoreLink } from '../../../parts/store-link.js';
import { Instant } from '../../../parts/time/instant.js';
import { reportOutagesQuery } from '../report-queries.js';
import { ScrollTable } from '../../../parts/table/scroll-table.js';

const HEADINGS = ['Store', 'Open time down', 'From', 'To', 'Reason'];

/** The outages of a report, longest first. */
export function ReportOutages({ reportId }: { reportId: string }) {
  const query = useInfiniteQuery(reportOutagesQuery(reportId));
  const window = query.data?.pages[0]?.window;
  return (
    <section className="panel" aria-labelledby="outages-title">
      <h2 id="outages-title">Outages, longest first{window !== undefined && ` (${windowName(window.name)})`}</h2>
      <PagedList query={query} empty="None." more="Shorter ones">
        {(outages) => (
          <ScrollTable label="Outages" headings={HEADINGS}>
            {outages.map((outage) => (
              <OutageRow key={`${outage.storeId} ${outage.from}`} outage={outage} />
            ))}
          </ScrollTable>
        )}
      </PagedList>
    </section>
  );
}

function OutageRow({ outage: { storeId, name, from, to, openSeconds, ongoing, reason } }: { outage: ReportOutage }) {
  return (
    <tr>
      <td>
        <StoreLink storeId={storeId} name={name} />
      </td>
      <td className="nowrap">{formatDuration(openSeconds)}</td>
      <td>
        <Instant at={from} />
      </td>
      <td>{ongoing ? 'not over' : <Instant at={to} />}</td>
      <td>{reason}</td>
    </tr>
  );
}
