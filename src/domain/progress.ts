import type { Instant, Microseconds } from './instant.js';

export const REPORT_PHASES = ['computing', 'assembling'] as const;
export type ReportPhase = (typeof REPORT_PHASES)[number];

/** How far a report is. */
export interface ReportProgress {
  /** Null before it begins, and after its end. */
  readonly phase: ReportPhase | null;
  readonly storesDone: number;
  /** Null until it is known. */
  readonly storesTotal: number | null;
  /** Of those that are done, the stores that can't be computed. */
  readonly storesFailed: number;
  /** Of the CSV. */
  readonly rowsWritten: number;
}

/** When a phase began, and what was done then. */
export interface PhaseStart {
  readonly since: Instant;
  readonly done: number;
}

/** Writing the row of a store takes a quarter of the time that computing it does, about: docs/performance.md. */
const ASSEMBLING_SHARE = 0.25;

/** How long a report will take yet, at the pace of its phase; null where there is no pace yet. */
export function estimateRemaining(
  { phase, storesDone, storesTotal, rowsWritten }: ReportProgress,
  beginning: PhaseStart | null,
  now: Instant,
): Microseconds | null {
  if (phase === null || beginning === null || storesTotal === null) return null;
  const done = phase === 'computing' ? storesDone : rowsWritten;
  const steps = done - beginning.done;
  if (steps <= 0 || now <= beginning.since) return null;
  const assemblyWork = phase === 'computing' ? ASSEMBLING_SHARE * storesTotal : 0;
  return Math.round(((storesTotal - done + assemblyWork) * (now - beginning.since)) / steps);
}
