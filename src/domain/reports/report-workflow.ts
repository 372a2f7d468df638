import { formatInstant, type Instant } from '../time/instant.js';
import type { ReportProgress } from './progress.js';
import type { PinnedReport, ReportOrigin, ReportRequest, ReportStatus } from './report.js';

/** An instant in a history: ISO 8601, for people who read it on Temporal's page; microseconds in old histories. */
export type HistoryInstant = string | Instant;

/** The input of the workflow `generateReport`, and of its first activity. It is stored in histories: only add to it. */
export interface GenerateReportInput {
  readonly reportId: string;
  /** `asOf` may also be `latest` or `now`. */
  readonly request: Omit<ReportRequest, 'asOf'> & { readonly asOf: HistoryInstant };
  readonly requestedAt: HistoryInstant;
  /** Missing in old histories: a request. */
  readonly origin?: Omit<ReportOrigin, 'scheduledAt' | 'pinned'> & {
    readonly scheduledAt?: HistoryInstant;
    readonly pinned?: Pick<PinnedReport, 'dataVersion'> & { readonly asOf: HistoryInstant };
  };
  /** Counts from 1; each retry of a failed report is one more. Missing: 1. */
  readonly attempt?: number;
}

/** A report that is to be started. */
export interface NewReport {
  readonly reportId: string;
  readonly request: ReportRequest;
  readonly requestedAt: Instant;
  readonly origin: ReportOrigin;
}

/** Returns the input of the workflow of a new report. */
export function toGenerateReportInput({ reportId, request, requestedAt, origin }: NewReport): GenerateReportInput {
  const { scheduledAt, pinned, ...unchanged } = origin;
  return {
    reportId,
    request: { ...request, asOf: typeof request.asOf === 'number' ? formatInstant(request.asOf) : request.asOf },
    requestedAt: formatInstant(requestedAt),
    origin: {
      ...unchanged,
      ...(scheduledAt !== undefined && { scheduledAt: formatInstant(scheduledAt) }),
      ...(pinned && { pinned: { ...pinned, asOf: formatInstant(pinned.asOf) } }),
    },
  };
}

/** The result of the workflow `generateReport`, for people who read it on Temporal's page. Paths are those of the API. */
export interface ReportResult {
  readonly status: ReportStatus;
  readonly reportId: string;
  readonly asOf: string;
  readonly dataVersion: number;
  readonly stores: number;
  readonly storesFailed: number;
  /** These are null if the report was cancelled at the last moment. */
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly reportUrl: string;
  readonly csvUrl: string | null;
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
