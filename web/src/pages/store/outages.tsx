import { useQuery } from '@tanstack/react-query';
import type { Outage } from '../../api/types.gen.js';
import { formatDuration } from '../../parts/format/duration.js';
import { Loaded } from '../../parts/problem/loading.js';
import { formatInstant } from '../../parts/format/instant.js';
import { useMay } from '../../session/session.js';
import { ExcuseOutage } from './closures/excuse-outage.js';
import { Instant } from '../../parts/time/instant.js';
import { outagesQuery, type PinnedWindow } from './store-queries.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';

const HEADINGS = ['Open time down', 'From', 'To'];

/** How many fit the sheet that is printed: see `store.css`. */
const PRINTED_OUTAGES = 10;

/** When the store was down, longest first. */
export function Outages(props: { storeId: string; zone: string; window: PinnedWindow }) {
  const { storeId, zone, window } = props;
  return (
    <section className="panel" aria-labelledby="outages-title">
      <h2 id="outages-title">Outages, longest first</h2>
      <Loaded query={useQuery(outagesQuery(storeId, window))}>
        {(outages) =>
          outages.length === 0 ? (
            <p>None in the time that was observed.</p>
          ) : (
            <OutageTable storeId={storeId} outages={outages} zone={zone} />
          )
        }
      </Loaded>
    </section>
  );
}

function OutageTable({ storeId, outages, zone }: { storeId: string; outages: readonly Outage[]; zone: string }) {
  const mayExcuse = useMay('operator');
  const shorter = outages.length - PRINTED_OUTAGES;
  return (
    <>
      <ScrollTable label="Outages, longest first" headings={HEADINGS}>
        {outages.map((outage) => {
          const { from, to, openSeconds, ongoing, mayHaveBegunBefore, reason } = outage;
          return (
            <tr key={from}>
              <td>
                <span className="nowrap">{formatDuration(openSeconds)}</span>
                {reason !== null && <div className="small quiet">{reason}</div>}
              </td>
              <td>
                <Instant at={from} zone={zone} />
                {mayHaveBegunBefore && <div className="small quiet">or before</div>}
              </td>
              <td>
                {ongoing ? 'not over' : <Instant at={to} zone={zone} />}
                {mayExcuse && (
                  <div className="no-print">
                    <ExcuseOutage storeId={storeId} outage={outage} label={formatInstant(from, zone, 'short')} />
                  </div>
                )}
              </td>
            </tr>
          );
        })}
      </ScrollTable>
      {shorter > 0 && (
        <p className="print-only">
          And {shorter.toLocaleString('en')} shorter {shorter === 1 ? 'one' : 'ones'}.
        </p>
      )}
    </>
  );
}
