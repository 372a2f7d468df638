import type { ReportDetail } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';

/** A report that is being made, live. */
export function RunningReport({ report: { progress } }: { report: ReportDetail }) {
  const { phase, storesDone, storesTotal, secondsLeft } = progress;
  return (
    <section className="panel" aria-label="Progress">
      <p>{describePhase(phase, storesDone, storesTotal)}</p>
      <progress
        {...(storesTotal !== null && { value: storesDone, max: storesTotal })}
        aria-label="Stores that are done"
      />
      {secondsLeft !== null && <p className="small quiet">About {formatDuration(Math.ceil(secondsLeft))} left.</p>}
    </section>
  );
}

function describePhase(phase: string | null, done: number, total: number | null): string {
  if (phase === null || total === null) return 'It is about to begin. If it does not, no worker may be running.';
  if (phase === 'assembling') return 'All stores are done; the CSV is being written.';
  return `${done.toLocaleString('en')} of ${total.toLocaleString('en')} stores are done.`;
}
