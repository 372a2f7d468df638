import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { ReportRow } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';
import { formatPercent } from '../../../parts/format/percent.js';
import { Loaded } from '../../../parts/problem/loading.js';
import { StoreLink } from '../../../parts/store-link.js';
import { extremesQuery } from '../report-queries.js';

/** The best or the worst stores of a window. Stores of which nothing was observed are neither. */
export function Extremes(props: { reportId: string; window: string; order: 'asc' | 'desc'; title: string }) {
  const { reportId, window, order, title } = props;
  const titleId = useId();
  return (
    <section className="panel" aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      <Loaded query={useQuery(extremesQuery(reportId, window, order))}>
        {(rows) => <ExtremeList rows={rows} window={window} />}
      </Loaded>
    </section>
  );
}

function ExtremeList({ rows, window }: { rows: readonly ReportRow[]; window: string }) {
  const observed = rows.filter(({ windows }) => windows?.[window]?.uptimePercent != null);
  if (observed.length === 0) return <p className="quiet">Nothing was observed in this window.</p>;
  return (
    <ul className="extremes">
      {observed.map(({ storeId, name, windows }) => (
        <li key={storeId} className="row apart">
          <span>
            <StoreLink storeId={storeId} name={name} />
          </span>
          <span>
            {formatPercent(windows![window]!.uptimePercent)}
            <span className="small quiet"> {formatDuration(windows![window]!.downtimeSeconds)} down</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
