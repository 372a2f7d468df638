import { useQuery } from '@tanstack/react-query';
import type { StoreDays, StoreUptime } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';
import { formatPercent } from '../../../parts/format/percent.js';
import { Loaded } from '../../../parts/problem/loading.js';
import { Instant } from '../../../parts/time/instant.js';
import { reportWindowsQuery } from '../store-queries.js';

/** The windows that reports have, up to the as-of instant: the same numbers as there. */
export function Windows({ days }: { days: StoreDays }) {
  const { storeId, timeZone, asOf, dataVersion } = days;
  const windows = useQuery(reportWindowsQuery(storeId, { asOf, dataVersion }));
  return (
    <div className="windows">
      <p className="small quiet">
        As reports count, up to <Instant at={asOf} zone={timeZone} style="short" />:
      </p>
      <Loaded query={windows}>
        {(found) => (
          <dl>
            {found.map(({ name, uptime }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{describeWindow(uptime)}</dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </div>
  );
}

function describeWindow({ openSeconds, uptimePercent, downtimeSeconds, excusedSeconds }: StoreUptime) {
  if (openSeconds === 0) return <span className="quiet">no open time</span>;
  if (excusedSeconds === openSeconds) return <span className="quiet">excused</span>;
  if (uptimePercent === null) return <span className="quiet">not observed</span>;
  return (
    <>
      <strong>{formatPercent(uptimePercent)}</strong>
      {downtimeSeconds > 0 && <span className="small quiet"> {formatDuration(downtimeSeconds)} down</span>}
    </>
  );
}
