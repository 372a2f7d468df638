import type { Instant } from '../time/instant.js';
import type { Group } from '../groups/group.js';
import type { Interpolation } from '../uptime/interpolation.js';

export const REPORT_STATUSES = ['Running', 'Complete', 'Failed', 'Cancelled'] as const;
export type ReportStatus = (typeof REPORT_STATUSES)[number];

/** What a report is to describe, as a client or the schedule requested it. */
export interface ReportRequest {
  /** `latest`: the newest poll of the data, or the clock if that is earlier. `now`: the clock when the report pins it. */
  readonly asOf: 'latest' | 'now' | Instant;
  /** Null: every known store, or those of `group`. */
  readonly storeIds: readonly string[] | null;
  /** Set: the stores that are in it as of the data version. Missing in old histories: null. */
  readonly group?: Group | null;
  readonly interpolation: Interpolation;
  readonly reachHours: number;
  /** The windows by name: see `parseWindow`. Null: the default windows. Missing in old histories: null. */
  readonly windows?: readonly string[] | null;
}

/** What `latest` means: the newest poll, but never later than now. A poll may be ahead, since clocks differ. Rule 16. */
export function latestAsOf(newestPollAt: Instant, now: Instant): Instant {
  return Math.min(newestPollAt, now);
}

/** The instant and the data that a report describes. They are fixed when it begins. */
export interface PinnedReport {
  readonly asOf: Instant;
  readonly dataVersion: number;
}

export const REPORT_TRIGGERS = ['request', 'scheduled', 'remake'] as const;
export type ReportTrigger = (typeof REPORT_TRIGGERS)[number];

/** Why a report exists. */
export interface ReportOrigin {
  readonly trigger: ReportTrigger;
  /** The API key that requested or last retried it. Null or missing: none did, or it is not known. */
  readonly keyId?: string | null;
  /** When a scheduled report was due. */
  readonly scheduledAt?: Instant;
  /** Set for a remake, which describes the same as an earlier report. */
  readonly pinned?: PinnedReport;
  /** The report that a remake makes again, with the release of its time zone data. Missing in old histories. */
  readonly remadeFrom?: { readonly reportId: string; readonly timeZoneRelease: string | null };
}

/** The parts of a report's work. `workflow`: the workflow ended without recording a failure. */
export const REPORT_PARTS = ['begin', 'compute', 'assemble', 'close', 'workflow'] as const;
export type ReportPart = (typeof REPORT_PARTS)[number];

/** Why a report failed, and in which part of its work; null if that is not known. */
export interface ReportFailure {
  readonly reason: string;
  readonly part: ReportPart | null;
}

/** Some stores of a report, computed together: a range of store keys, both ends included. */
export interface ReportChunk {
  readonly fromKey: number;
  readonly toKey: number;
  readonly stores: number;
  /** The number of its first store among the report's stores, from 1. Missing in old histories. */
  readonly firstStore?: number;
}

/** The chunks of a report that are not computed yet. */
export interface ReportPlan {
  readonly chunks: readonly ReportChunk[];
  /** Whether these chunks are all that is left. */
  readonly isWhole: boolean;
  /** Stores of the chunks that are computed. */
  readonly storesDone: number;
  readonly storesTotal: number;
}

/** Size and content of a written CSV. */
export interface WrittenCsv {
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
}
