import type { TimelineSegment } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';
import { State } from '../../../parts/state/state.js';
import { Instant } from '../../../parts/time/instant.js';
import { ScrollTable } from '../../../parts/table/scroll-table.js';

const HEADINGS = ['State', 'From', 'To', 'Length'];

/** What the strip shows, as a table. */
export function StripTable({ segments, zone }: { segments: readonly TimelineSegment[]; zone: string }) {
  return (
    <ScrollTable label="The strip as a table" headings={HEADINGS}>
      {segments.map(({ from, to, state }) => (
        <tr key={from}>
          <td>
            <State state={state} />
          </td>
          <td>
            <Instant at={from} zone={zone} />
          </td>
          <td>
            <Instant at={to} zone={zone} />
          </td>
          <td>{formatDuration((Date.parse(to) - Date.parse(from)) / 1_000)}</td>
        </tr>
      ))}
    </ScrollTable>
  );
}
