import type { ReactNode } from 'react';
import type { FleetSum } from '../../api/types.gen.js';
import { UptimeBar } from '../../parts/figures/uptime-bar.js';
import { formatDuration, formatHours } from '../../parts/format/duration.js';
import { formatAmount, formatPercent, formatShare } from '../../parts/format/percent.js';

/** The figures of all stores of a sheet together. What there is nothing to say about is left out. */
export function SheetFacts({ figures }: { figures: FleetSum }) {
  const { uptimePercent, outages, longestOutageSeconds, meanTimeToRepairSeconds, met, missed, lostValue } = figures;
  const aimed = met + missed;
  return (
    <section className="panel sheet-facts" aria-label="All stores of the sheet together">
      <div>
        <p className="headline-figure">{formatPercent(uptimePercent)}</p>
        <UptimeBar window={figures} />
      </div>
      <dl className="facts">
        <Fact name="Stores">{figures.stores.toLocaleString('en')}</Fact>
        {aimed > 0 && (
          <Fact name="Met their target">
            {met.toLocaleString('en')} of {aimed.toLocaleString('en')}
          </Fact>
        )}
        <Fact name="Down">
          {formatHours(figures.downtimeSeconds)} of {formatHours(figures.openSeconds)} open
        </Fact>
        {figures.excusedSeconds > 0 && <Fact name="Excused">{formatHours(figures.excusedSeconds)}</Fact>}
        <Fact name="Observed">{formatShare(figures.coverage)}</Fact>
        {outages !== null && <Fact name="Outages">{outages.toLocaleString('en')}</Fact>}
        {longestOutageSeconds !== null && <Fact name="The longest">{formatDuration(longestOutageSeconds)}</Fact>}
        {meanTimeToRepairSeconds !== null && (
          <Fact name="Mean time to repair">{formatDuration(meanTimeToRepairSeconds)}</Fact>
        )}
        {lostValue > 0 && <Fact name="Value lost">{formatAmount(lostValue)}</Fact>}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
