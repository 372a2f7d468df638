import type { StoreDays } from '../../../api/types.gen.js';
import { UptimeBar } from '../../../parts/figures/uptime-bar.js';
import { formatPercent } from '../../../parts/format/percent.js';
import { formatDate } from '../../../parts/format/date.js';
import { describeUptime } from './sentence.js';
import { Windows } from './windows.js';
import './headline.css';

/** The one sentence that the owner of a store reads, and the windows of reports. */
export function Headline({ days }: { days: StoreDays }) {
  const { total, firstDate, lastDate } = days;
  return (
    <section className="panel headline" aria-label="Uptime">
      <p className="headline-figure">{total.openSeconds === 0 ? 'No open time' : formatPercent(total.uptimePercent)}</p>
      <div>
        <p>
          {formatDate(firstDate)} to {formatDate(lastDate)}: {describeUptime(total)}
        </p>
        <UptimeBar window={total} />
      </div>
      <Windows days={days} />
    </section>
  );
}
