import type { StoreScope } from '../../../domain/access/store-scope.js';
import type { Microseconds } from '../../../domain/time/instant.js';
import type { Outage } from '../../../domain/uptime/outages/outages.js';
import type { Uptime } from '../../../domain/uptime/uptime.js';

/** The numbers of one store, one `Uptime` per window in the order of the columns, or the reason why there are none. */
export type ComputedUptime =
  { readonly uptimes: readonly Uptime[]; readonly error: null } | { readonly uptimes: null; readonly error: string };

export type ReportRow = ComputedUptime & {
  readonly storeKey: number;
  /** Whether the store has no time zone, so that the default is assumed. */
  readonly timeZoneAssumed: boolean;
  /** The outages of the longest window. */
  readonly outages: readonly Outage[];
  /** At the as-of instant; null: another one. */
  readonly state: 'down' | 'unobserved' | null;
};

/** A stored row. */
export type ReportRowRecord = ComputedUptime & {
  readonly storeId: string;
  /** Null for rows from before it was recorded. */
  readonly timeZoneAssumed: boolean | null;
};

/** A store that could not be computed. */
export interface FailedStore {
  readonly storeId: string;
  readonly reason: string;
}

/** A store whose rows differ between two reports; null if a report has no row for it. */
export interface RowDifference {
  readonly storeId: string;
  readonly row: ComputedUptime | null;
  readonly other: ComputedUptime | null;
}

/** The metrics of a window by which rows can be ordered. */
export const ROW_METRICS = [
  'open',
  'uptime',
  'downtime',
  'unobserved',
  'coverage',
  'uptimePercent',
  'lostValue',
] as const;
export type RowMetric = (typeof ROW_METRICS)[number];

/** An order of rows; equal values are ordered by store id. `by` null: by store id only. */
export interface RowOrder {
  readonly by: { readonly value: RowMetric; readonly window: number } | null;
  readonly descending: boolean;
}

/** A position in an order of rows. `value` is the metric's value; null if the order is by store id. */
export interface RowPosition {
  readonly value: number | null;
  readonly storeId: string;
}

export type OrderedReportRow = ReportRowRecord & {
  readonly value: number | null;
  /** The zone of the store in the data of the report; null: unknown. */
  readonly timeZone: string | null;
  /** How many outages the longest window has. */
  readonly outages: number;
  /** The open time of the longest of them; null if there is none. */
  readonly longestOutage: Microseconds | null;
  /** How many of them ended before the window did, and the open time of these. */
  readonly outagesEnded: number;
  readonly endedOpen: Microseconds;
  /** At the as-of instant; null: another one. */
  readonly state: 'down' | 'unobserved' | null;
};

/** Selects rows of a report. */
export interface RowFilter {
  /** Null: every store. */
  readonly storeId: string | null;
  /** A part of the id or the name of the store, in any case; null: every store. */
  readonly search: string | null;
  /** Stores that missed their target in a window, or that met it; null: whatever they did. Rule 25. */
  readonly missed: { readonly window: number; readonly is: boolean } | null;
  readonly scope: StoreScope;
}

export interface RowQuery extends RowFilter {
  readonly order: RowOrder;
  readonly limit: number;
  readonly after: RowPosition | null;
}
