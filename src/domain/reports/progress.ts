import type { Instant, Microseconds } from '../time/instant.js';

export const REPORT_PHASES = ['computing', 'assembling'] as const;
export type ReportPhase = (typeof REPORT_PHASES)[number];

/** The progress of a report. */
export interface ReportProgress {
  /** Null before the report begins and after its end. */
  readonly phase: ReportPhase | null;
  readonly storesDone: number;
  /** Null until it is known. */
  readonly storesTotal: number | null;
  /** How many of `storesDone` could not be computed. */
  readonly storesFailed: number;
  /** Rows of the CSV. */
  readonly rowsWritten: number;
}

/** When a phase began, and how many stores or rows were done then. */
export interface PhaseStart {
  readonly since: Instant;
  readonly done: number;
}

/** Writing the CSV takes about a quarter of the time of computing: see docs/performance.md. */
const ASSEMBLING_SHARE = 0.25;

/** Estimates the remaining time of a report from the speed of its phase; null if the speed is not known yet. */
export function estimateRemaining(
  { phase, storesDone, storesTotal, rowsWritten }: ReportProgress,
  start: PhaseStart | null,
  now: Instant,
): Microseconds | null {
  if (phase === null || start === null || storesTotal === null) return null;
  const done = phase === 'computing' ? storesDone : rowsWritten;
  const steps = done - start.done;
  if (steps <= 0 || now <= start.since) return null;
  const assemblyWork = phase === 'computing' ? ASSEMBLING_SHARE * storesTotal : 0;
  return Math.round(((storesTotal - done + assemblyWork) * (now - start.since)) / steps);
}
