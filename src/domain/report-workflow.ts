import type { Instant } from './instant.js';
import type { ReportProgress } from './progress.js';
import type { ReportOrigin, ReportRequest } from './report.js';

/** The input of the workflow `generateReport`, and of its first activity. It is stored in histories: only add to it. */
export interface GenerateReportInput {
  readonly reportId: string;
  readonly request: ReportRequest;
  readonly requestedAt: Instant;
  /** Missing in old histories: a request. */
  readonly origin?: ReportOrigin;
  /** Counts from 1; each retry of a failed report is one more. Missing: 1. */
  readonly attempt?: number;
}

/** The answer to the query `progress`. Failed stores and written rows are counted in the database only. */
export type ReportWorkflowProgress = Omit<ReportProgress, 'storesFailed' | 'rowsWritten'>;

export function reportWorkflowId(reportId: string): string {
  return `report-${reportId}`;
}

/**
 * The search attributes by which Temporal's page finds reports. Workers register them when they start: see
 * src/temporal/register-search-attributes.ts. A registered name keeps its type.
 */
export const REPORT_STATUS = { name: 'ReportStatus', type: 'KEYWORD' } as const;
export const REPORT_TRIGGER = { name: 'ReportTrigger', type: 'KEYWORD' } as const;
export const REPORT_AS_OF = { name: 'ReportAsOf', type: 'DATETIME' } as const;

export const SEARCH_ATTRIBUTES = [REPORT_STATUS, REPORT_TRIGGER, REPORT_AS_OF];
