import type { TimelineSegment } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';
import { State } from '../../../parts/state/state.js';
import { Instant } from '../../../parts/time/instant.js';

/** What the strip shows, as a table. */
export function StripTable({ segments, zone }: { segments: readonly TimelineSegment[]; zone: string }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="The strip as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Length</th>
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
    </div>
  );
}
