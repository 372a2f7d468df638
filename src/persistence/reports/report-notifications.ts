import type { ReportPhase } from '../../domain/reports/progress.js';
import { parseInstant, type Instant } from '../../domain/time/instant.js';
import type { ReportStatus } from '../../domain/reports/report.js';

/** The channel of notifications about reports. */
export const REPORT_CHANNEL = 'report';

/** The notification that the database sends with each change of a report: see the trigger `report_told`. */
export interface ReportNotification {
  readonly reportId: string;
  readonly status: ReportStatus;
  readonly attempt: number;
  readonly phase: ReportPhase | null;
  readonly phaseSince: Instant | null;
  readonly phaseDone: number | null;
  readonly storesDone: number;
  readonly storesTotal: number | null;
  readonly storesFailed: number;
  readonly rowsWritten: number;
}

/** Parses the payload of a notification. */
export function parseReportNotification(payload: string): ReportNotification {
  const { phaseSince, ...rest } = JSON.parse(payload) as Omit<ReportNotification, 'phaseSince'> & {
    phaseSince: string | null;
  };
  return { ...rest, phaseSince: phaseSince === null ? null : (parseInstant(phaseSince, 'required') as Instant) };
}
