import { useQuery } from '@tanstack/react-query';
import type { FleetUptime, UptimeOfWindow } from '../../api/types.gen.js';
import { formatHours } from '../../parts/format/duration.js';
import { formatPercent } from '../../parts/format/percent.js';
import { Spark } from '../../parts/figures/spark.js';
import { UptimeBar } from '../../parts/figures/uptime-bar.js';
import { Loaded } from '../../parts/problem/loading.js';
import { Instant } from '../../parts/time/instant.js';
import { fleetUptimeQuery, nowQuery } from './now-queries.js';

/** The uptime of all stores together, or of those of a group; what was not observed is neither up nor down. */
export function FleetUptimePanel({ group }: { group?: string }) {
  return (
    <section className="panel" aria-labelledby="fleet-title">
      <h2 id="fleet-title">Uptime of {group === undefined ? 'all' : 'its'} stores</h2>
      <Loaded query={useQuery(fleetUptimeQuery(group))}>{(fleet) => <Figures fleet={fleet} />}</Loaded>
    </section>
  );
}

function Figures({ fleet: { asOf, dataVersion, day, week, days } }: { fleet: FleetUptime }) {
  const newest = useQuery(nowQuery()).data;
  if (asOf === null || day === null || week === null) return <p className="quiet">No polls yet.</p>;
  const isBehind = newest?.dataVersion != null && dataVersion !== null && dataVersion < newest.dataVersion;
  return (
    <div className="stack">
      <WindowFigures name="Last 24 hours" window={day} />
      <WindowFigures name="Last 7 days" window={week} />
      <div className="row apart">
        <span className="small quiet">Each of the seven days, oldest first</span>
        <Spark days={days} />
      </div>
      {isBehind && (
        <p className="small quiet">
          As of <Instant at={asOf} style="short" />; newer figures are being computed.
        </p>
      )}
    </div>
  );
}

function WindowFigures({ name, window }: { name: string; window: UptimeOfWindow }) {
  return (
    <div>
      <div className="row apart">
        <h3>{name}</h3>
        <strong className="figure">{formatPercent(window.uptimePercent)}</strong>
      </div>
      <UptimeBar window={window} />
      <div className="row small quiet">
        <span>{formatHours(window.downtimeSeconds)} down</span>
        <span>{formatHours(window.unobservedSeconds)} not observed</span>
        {window.excusedSeconds > 0 && <span>{formatHours(window.excusedSeconds)} excused</span>}
        <span>of {formatHours(window.openSeconds)} open</span>
      </div>
    </div>
  );
}
