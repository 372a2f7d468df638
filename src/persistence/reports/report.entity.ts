import { defineEntity, p } from '@mikro-orm/core';
import { INTERPOLATIONS } from '../../domain/uptime/interpolation.js';
import { REPORT_PHASES } from '../../domain/reports/progress.js';
import { REPORT_PARTS, REPORT_STATUSES, REPORT_TRIGGERS } from '../../domain/reports/report.js';
import type { Group } from '../../domain/groups/group.js';
import { InstantType } from '../connection/instant-type.js';

const ReportSchema = defineEntity({
  name: 'Report',
  tableName: 'report',
  properties: {
    reportId: p.uuid().primary(),
    status: p.enum(REPORT_STATUSES),
    /** `latest`, `now` or an instant, as requested. `asOf` is the resolved instant. */
    requestedAsOf: p.string(),
    /** Null: every known store. */
    storeIds: p.json<readonly string[]>().nullable(),
    /** With `groupValue`: it is on the stores of this group as of its data version. Null: on no group. */
    groupKind: p.string().nullable(),
    groupValue: p.string().nullable(),
    interpolation: p.enum(INTERPOLATIONS),
    reachHours: p.integer(),
    /** Window names in the order of the columns; null: the default windows. */
    windows: p.json<readonly string[]>().nullable(),
    requestedAt: p.type(InstantType),
    trigger: p.enum(REPORT_TRIGGERS),
    /** The API key that requested or last retried it, by which running reports are limited; null if it was none. */
    keyId: p.uuid().nullable(),
    /** When a scheduled report was due. */
    scheduledAt: p.type(InstantType).nullable(),
    asOf: p.type(InstantType).nullable(),
    dataVersion: p.integer().nullable(),
    /** The release of the time zone data of its rows; null until it is pinned, and for old reports. */
    timeZoneRelease: p.string().nullable(),
    /** The report that a remake makes again; null for old remakes. */
    remadeFrom: p.uuid().nullable(),
    /** Its `timeZoneRelease`. */
    remadeFromRelease: p.string().nullable(),
    /** The index of the window whose outages are stored; null if none are. */
    outagesWindow: p.integer().nullable(),
    storesTotal: p.integer().nullable(),
    storesDone: p.integer().default(0),
    /** How many of `storesDone` could not be computed. */
    storesFailed: p.integer().default(0),
    /** How many of `storesDone` have no time zone of their own; null for old reports. */
    storesWithAssumedTimeZone: p.integer().nullable().default(0),
    rowsWritten: p.integer().default(0),
    phase: p.enum(REPORT_PHASES).nullable(),
    phaseSince: p.type(InstantType).nullable(),
    /** Stores or rows that were done when the phase began. */
    phaseDone: p.integer().nullable(),
    /** Counts from 1; each retry is one more. */
    attempt: p.integer().default(1),
    finishedAt: p.type(InstantType).nullable(),
    error: p.string().nullable(),
    failedPart: p.enum(REPORT_PARTS).nullable(),
    csvBytes: p.bigint('number').nullable(),
    csvSha256: p.string().nullable(),
    csvRows: p.integer().nullable(),
  },
});

/** A report: its request, the data it describes, its progress and its result. */
export class Report extends ReportSchema.class {}
ReportSchema.setClass(Report);

/** The group that a report is on; null if it is on none. */
export function groupOf({ groupKind, groupValue }: Pick<Report, 'groupKind' | 'groupValue'>): Group | null {
  return groupKind == null || groupValue == null ? null : { kind: groupKind, value: groupValue };
}
