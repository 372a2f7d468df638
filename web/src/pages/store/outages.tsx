import { useQuery } from '@tanstack/react-query';
import type { Outage } from '../../api/types.gen.js';
import { formatDuration } from '../../parts/format/duration.js';
import { Loaded } from '../../parts/problem/loading.js';
import { Instant } from '../../parts/time/instant.js';
import { outagesQuery, type PinnedWindow } from './store-queries.js';

/** When the store was down, longest first. */
export function Outages(props: { storeId: string; zone: string; window: PinnedWindow }) {
  const { storeId, zone, window } = props;
  return (
    <section className="panel" aria-labelledby="outages-title">
      <h2 id="outages-title">Outages, longest first</h2>
      <Loaded query={useQuery(outagesQuery(storeId, window))}>
        {(outages) =>
          outages.length === 0 ? <p>None in these days.</p> : <OutageTable outages={outages} zone={zone} />
        }
      </Loaded>
    </section>
  );
}

function OutageTable({ outages, zone }: { outages: readonly Outage[]; zone: string }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="outages-title">
      <table>
        <thead>
          <tr>
            <th scope="col">Open time down</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
          </tr>
        </thead>
        <tbody>
          {outages.map(({ from, to, openSeconds, ongoing, mayHaveBegunBefore }) => (
            <tr key={from}>
              <td className="nowrap">{formatDuration(openSeconds)}</td>
              <td>
                <Instant at={from} zone={zone} />
                {mayHaveBegunBefore && <div className="small quiet">or before</div>}
              </td>
              <td>{ongoing ? 'not over' : <Instant at={to} zone={zone} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
