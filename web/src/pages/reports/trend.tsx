import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { TrendItem } from '../../api/types.gen.js';
import { formatShare, formatPercent } from '../../parts/format/percent.js';
import { formatInstant, VIEWER_ZONE } from '../../parts/format/instant.js';
import { Loaded } from '../../parts/problem/loading.js';
import { Instant } from '../../parts/time/instant.js';
import { trendQuery } from './reports-queries.js';
import { lowerBound } from './trend-scale.js';

const STEP = 14;
const HEIGHT = 110;
const RADIUS = 3.5;

/** The uptime of all stores in the last week, over the reports. */
export function Trend() {
  return (
    <section className="panel" aria-labelledby="trend-title">
      <h2 id="trend-title">Uptime of all stores in the week before each report</h2>
      <Loaded query={useQuery(trendQuery)}>
        {(items) =>
          items.length === 0 ? (
            <p className="quiet">There is no complete report on all stores with the last week yet.</p>
          ) : (
            <TrendOf items={items} />
          )
        }
      </Loaded>
    </section>
  );
}

function TrendOf({ items }: { items: readonly TrendItem[] }) {
  const known = items.filter(({ uptimePercent }) => uptimePercent !== null);
  return (
    <>
      {known.length > 0 ? <TrendChart items={known} /> : <p>In none of these weeks was anything observed.</p>}
      <details>
        <summary>Show as a table</summary>
        <TrendTable items={items} />
      </details>
    </>
  );
}

function TrendChart({ items }: { items: readonly TrendItem[] }) {
  const lowest = lowerBound(items.map(({ uptimePercent }) => uptimePercent!));
  const width = Math.max(items.length * STEP, STEP * 4);
  const placeOf = (percent: number) => 6 + ((100 - percent) / (100 - lowest)) * (HEIGHT - 12);
  const points = items.map(({ uptimePercent }, index) => [index * STEP + STEP / 2, placeOf(uptimePercent!)] as const);
  return (
    <div className="trend">
      <div className="trend-axis small quiet" aria-hidden="true">
        <span>100 %</span>
        <span>{lowest} %</span>
      </div>
      <div className="scroll" tabIndex={0} role="group" aria-label="Chart of the uptime over the reports">
        <svg width={width} height={HEIGHT} role="img" aria-label="The table below has the numbers">
          <polyline className="trend-line" points={points.map((point) => point.join()).join(' ')} />
          {items.map(({ reportId, asOf, uptimePercent }, index) => (
            <circle key={reportId} className="bar-up" cx={points[index]![0]} cy={points[index]![1]} r={RADIUS}>
              <title>{`${formatInstant(asOf, VIEWER_ZONE)}: ${formatPercent(uptimePercent)}`}</title>
            </circle>
          ))}
        </svg>
      </div>
    </div>
  );
}

function TrendTable({ items }: { items: readonly TrendItem[] }) {
  return (
    <table className="narrow">
      <thead>
        <tr>
          <th scope="col">As of</th>
          <th scope="col" className="number">
            Uptime
          </th>
          <th scope="col" className="number">
            Observed
          </th>
          <th scope="col" className="number">
            Stores
          </th>
        </tr>
      </thead>
      <tbody>
        {items.toReversed().map(({ reportId, asOf, uptimePercent, coverage, stores }) => (
          <tr key={reportId}>
            <td>
              <Link to="/reports/$reportId" params={{ reportId }}>
                <Instant at={asOf} />
              </Link>
            </td>
            <td className="number">{formatPercent(uptimePercent)}</td>
            <td className="number">{formatShare(coverage)}</td>
            <td className="number">{stores.toLocaleString('en')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
