import type { TimelinePoll } from '../../api/types.gen.js';
import { Instant } from '../../parts/time/instant.js';

/** The polls of the days that are shown, newest first, and which of them count. */
export function Polls({ polls, zone }: { polls: readonly TimelinePoll[]; zone: string }) {
  return (
    <details className="panel no-print">
      <summary>
        {polls.length === 0 ? 'No polls in these days' : `The ${polls.length.toLocaleString('en')} polls of these days`}
      </summary>
      <div className="scroll" tabIndex={0} role="region" aria-label="Polls">
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">The store was</th>
              <th scope="col">Counts</th>
            </tr>
          </thead>
          <tbody>
            {polls.toReversed().map(({ at, status, counted, reason }) => (
              <tr key={at}>
                <td>
                  <Instant at={at} zone={zone} />
                </td>
                <td>{status === 'active' ? '● active' : '✕ inactive'}</td>
                <td>{counted ? 'yes' : `no: ${reason}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
