import type { StoreDays, TimelineSegment } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';
import { formatInstant, VIEWER_ZONE } from '../../../parts/format/instant.js';
import { State } from '../../../parts/state/state.js';
import { explainSegment } from './explain.js';

/** Why the chosen stretch has its state: which polls, which rule. */
export function Explanation({ segment, days }: { segment: TimelineSegment | null; days: StoreDays }) {
  return (
    <div className="explanation no-print" role="status">
      {segment === null ? (
        <p className="quiet">
          Point at a stretch, or move to it with Tab and the arrow keys, to see why it is as it is.
        </p>
      ) : (
        <ChosenSegment segment={segment} days={days} />
      )}
    </div>
  );
}

function ChosenSegment({ segment, days: { timeZone, reachHours } }: { segment: TimelineSegment; days: StoreDays }) {
  const { from, to, state, why } = segment;
  const period = (zone: string) => `${formatInstant(from, zone, 'short')} to ${formatInstant(to, zone, 'short')}`;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1_000;
  return (
    <>
      <p>
        <State state={state} /> <strong>{period(timeZone)}</strong>, {formatDuration(seconds)}
        {timeZone !== VIEWER_ZONE && <span className="quiet"> (your clock: {period(VIEWER_ZONE)})</span>}
      </p>
      <ul>
        {explainSegment(segment, timeZone, reachHours).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p>
        <a href={`/ui/rules.html#rule-${why.rule}`}>Rule {why.rule}</a>
      </p>
    </>
  );
}
