import type { StoreDays } from '../../api/types.gen.js';
import { UptimeBar } from '../../parts/figures/uptime-bar.js';
import { formatDuration } from '../../parts/format/duration.js';
import { formatPercent } from '../../parts/format/percent.js';
import { formatDate } from './format-date.js';

/** The one sentence that the owner of a store reads. */
export function Headline({ days: { total, firstDate, lastDate, days } }: { days: StoreDays }) {
  const today = days.at(-1);
  return (
    <section className="panel headline" aria-label="Uptime">
      <p className="headline-figure">{total.openSeconds === 0 ? 'No open time' : formatPercent(total.uptimePercent)}</p>
      <div>
        <p>
          {formatDate(firstDate)} to {formatDate(lastDate)}: {sentence(total)}
        </p>
        <UptimeBar window={total} />
        {today !== undefined && (
          <p className="small quiet">
            {formatDate(today.date)} alone: {sentence(today)}
          </p>
        )}
      </div>
    </section>
  );
}

function sentence({ openSeconds, uptimePercent, downtimeSeconds, unobservedSeconds }: StoreDays['total']): string {
  if (openSeconds === 0) return 'the store was closed as planned.';
  const unobserved =
    unobservedSeconds === 0 ? '' : ` For ${formatDuration(unobservedSeconds)} no poll says how it was.`;
  if (uptimePercent === null) return `open for ${formatDuration(openSeconds)}; no poll says whether it was online.`;
  const down = downtimeSeconds === 0 ? 'never down' : `down for ${formatDuration(downtimeSeconds)}`;
  return `online ${formatPercent(uptimePercent)} of its observed open time, ${down} of ${formatDuration(openSeconds)}.${unobserved}`;
}
