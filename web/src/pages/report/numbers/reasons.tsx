import type { OutagesOfReason } from '../../../api/types.gen.js';
import { formatHours } from '../../../parts/format/duration.js';
import { formatShare } from '../../../parts/format/percent.js';
import { ScrollTable } from '../../../parts/table/scroll-table.js';

const HEADINGS = [
  'Reason',
  { title: 'Outages', isNumber: true },
  { title: 'Open time down', isNumber: true },
  { title: 'Share', isNumber: true },
];

/** Why stores were down, as their polls say it. Nothing where no poll gives a reason. */
export function Reasons({ reasons }: { reasons: readonly OutagesOfReason[] }) {
  if (reasons.every(({ reason }) => reason === null)) return null;
  const all = reasons.reduce((sum, { openSeconds }) => sum + openSeconds, 0);
  return (
    <section className="panel" aria-labelledby="reasons-title">
      <h2 id="reasons-title">Why stores were down</h2>
      <ScrollTable label="Why stores were down" headings={HEADINGS}>
        {reasons.map(({ reason, outages, openSeconds }) => (
          <tr key={reason ?? ''}>
            <th scope="row">{reason ?? <span className="quiet">no reason given</span>}</th>
            <td className="number">{outages.toLocaleString('en')}</td>
            <td className="number">{formatHours(openSeconds)}</td>
            <td className="number">{formatShare(all === 0 ? null : openSeconds / all)}</td>
          </tr>
        ))}
      </ScrollTable>
    </section>
  );
}
