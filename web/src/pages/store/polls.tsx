import type { TimelinePoll } from '../../api/types.gen.js';
import { Instant } from '../../parts/time/instant.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';

const HEADINGS = ['When', 'The store was', 'Counts'];

/** The polls of the days that are shown, newest first, and which of them count. */
export function Polls({ polls, zone }: { polls: readonly TimelinePoll[]; zone: string }) {
  return (
    <details className="panel no-print">
      <summary>
        {polls.length === 0 ? 'No polls in these days' : `The ${polls.length.toLocaleString('en')} polls of these days`}
      </summary>
      <ScrollTable label="Polls" headings={HEADINGS}>
        {polls.toReversed().map(({ at, status, counted, reason }) => (
          <tr key={at}>
            <td>
              <Instant at={at} zone={zone} />
            </td>
            <td>{status === 'active' ? '● active' : '✕ inactive'}</td>
            <td>{counted ? 'yes' : `no: ${reason}`}</td>
          </tr>
        ))}
      </ScrollTable>
    </details>
  );
}
