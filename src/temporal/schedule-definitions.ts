import { ScheduleOverlapPolicy } from '@temporalio/client';
import type { Config } from '../config/config.js';

/** How overlapping and missed runs are handled: for the API, and as options of Temporal. */
export interface RunPolicy {
  readonly overlap: 'skip' | 'one after the other';
  readonly catchUp: 'one run' | 'every run of the last 24 hours' | 'every run of the last 31 days';
  readonly policies: {
    readonly overlap: ScheduleOverlapPolicy;
    readonly catchupWindow: '365 days' | '24 hours' | '31 days';
  };
}

/** A scheduled workflow. */
export interface ScheduleDefinition {
  readonly scheduleId: ScheduleId;
  readonly cron: string;
  /** The variable to correct if the cron is wrong. */
  readonly configVariable: string;
  readonly workflowType: string;
  readonly args: readonly unknown[];
  readonly summary: string;
}

export const SCHEDULE_IDS = [
  'ingest-hourly',
  'report-hourly',
  'report-monthly',
  'reconcile',
  'retention-daily',
  'report-retention-daily',
  'reject-retention-daily',
  'audit-retention-daily',
] as const;
export type ScheduleId = (typeof SCHEDULE_IDS)[number];

/** Overlapping runs are skipped: the running one does the same. After an outage only one missed run starts. */
const SKIP_OVERLAP: RunPolicy = {
  overlap: 'skip',
  catchUp: 'one run',
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '365 days' },
};

/** Each run is as of its own hour and does not replace another. After an outage the missed runs start one by one. */
const BUFFER_ALL: RunPolicy = {
  overlap: 'one after the other',
  catchUp: 'every run of the last 24 hours',
  policies: { overlap: ScheduleOverlapPolicy.BUFFER_ALL, catchupWindow: '24 hours' },
};

/** A month that was missed is not in the report of the next one. */
const BUFFER_ALL_OF_A_MONTH: RunPolicy = {
  overlap: 'one after the other',
  catchUp: 'every run of the last 31 days',
  policies: { overlap: ScheduleOverlapPolicy.BUFFER_ALL, catchupWindow: '31 days' },
};

export const RUN_POLICIES: Record<ScheduleId, RunPolicy> = {
  'ingest-hourly': SKIP_OVERLAP,
  'report-hourly': BUFFER_ALL,
  'report-monthly': BUFFER_ALL_OF_A_MONTH,
  reconcile: SKIP_OVERLAP,
  'retention-daily': SKIP_OVERLAP,
  'report-retention-daily': SKIP_OVERLAP,
  'reject-retention-daily': SKIP_OVERLAP,
  'audit-retention-daily': SKIP_OVERLAP,
};

/** A report whose workflow is gone should not look like a running one for long. */
const RECONCILE_CRON = '*/5 * * * *';

/** The last clock on earth, that of UTC-12, reaches the first of a month at 12:00 UTC: the last month is over for every store. */
const MONTHLY_REPORT_CRON = '0 12 1 * *';

/** A quiet hour, and not the minute at which most other jobs start. */
const RETENTION_CRON = '37 3 * * *';
const REPORT_RETENTION_CRON = '52 3 * * *';
const REJECT_RETENTION_CRON = '7 4 * * *';
const AUDIT_RETENTION_CRON = '22 4 * * *';

/** Returns the configured schedules. */
export function scheduleDefinitions(config: Config): ScheduleDefinition[] {
  return [
    importSchedule(config),
    ...reportSchedule(config),
    ...monthlyReportSchedule(config),
    RECONCILE_SCHEDULE,
    ...pollRetentionSchedule(config),
    ...reportRetentionSchedule(config),
    rejectRetentionSchedule(config),
    auditRetentionSchedule(config),
  ];
}

function importSchedule({ ingestCron }: Config): ScheduleDefinition {
  return {
    scheduleId: 'ingest-hourly',
    cron: ingestCron,
    configVariable: 'INGEST_CRON',
    workflowType: 'ingestFolder',
    args: [],
    summary: 'Imports what is new in the data folder',
  };
}

function reportSchedule({ reportCron, pollReachHours }: Config): ScheduleDefinition[] {
  if (reportCron === undefined) return [];
  return [
    {
      scheduleId: 'report-hourly',
      cron: reportCron,
      configVariable: 'REPORT_CRON',
      workflowType: 'scheduledReport',
      args: [{ interpolation: 'nearest', reachHours: pollReachHours }],
      summary: 'Makes a report on every store, as of the instant at which it is due',
    },
  ];
}

function monthlyReportSchedule({ reportMonthly, pollReachHours }: Config): ScheduleDefinition[] {
  if (!reportMonthly) return [];
  return [
    {
      scheduleId: 'report-monthly',
      cron: MONTHLY_REPORT_CRON,
      configVariable: 'REPORT_MONTHLY',
      workflowType: 'scheduledReport',
      args: [{ interpolation: 'nearest', reachHours: pollReachHours, windows: ['last_month'] }],
      summary: "Makes a report on every store's last month, as of when it is over everywhere",
    },
  ];
}

const RECONCILE_SCHEDULE: ScheduleDefinition = {
  scheduleId: 'reconcile',
  cron: RECONCILE_CRON,
  configVariable: 'the schedule reconcile',
  workflowType: 'reconcile',
  args: [],
  summary: 'Makes good what the database and Temporal disagree on',
};

function pollRetentionSchedule({ pollRetentionDays }: Config): ScheduleDefinition[] {
  if (pollRetentionDays === undefined) return [];
  return [
    {
      scheduleId: 'retention-daily',
      cron: RETENTION_CRON,
      configVariable: 'POLL_RETENTION_DAYS',
      workflowType: 'dropOldPolls',
      args: [pollRetentionDays],
      summary: `Drops months of polls that ended more than ${pollRetentionDays} days ago`,
    },
  ];
}

function reportRetentionSchedule({ reportRetentionDays }: Config): ScheduleDefinition[] {
  if (reportRetentionDays === undefined) return [];
  return [
    {
      scheduleId: 'report-retention-daily',
      cron: REPORT_RETENTION_CRON,
      configVariable: 'REPORT_RETENTION_DAYS',
      workflowType: 'dropOldReports',
      args: [reportRetentionDays],
      summary: `Drops reports that ended more than ${reportRetentionDays} days ago, but for the newest`,
    },
  ];
}

function rejectRetentionSchedule({ rejectRetentionDays }: Config): ScheduleDefinition {
  return {
    scheduleId: 'reject-retention-daily',
    cron: REJECT_RETENTION_CRON,
    configVariable: 'REJECT_RETENTION_DAYS',
    workflowType: 'dropOldRejects',
    args: [rejectRetentionDays],
    summary: `Drops rejected rows of imports that ended more than ${rejectRetentionDays} days ago`,
  };
}

function auditRetentionSchedule({ auditRetentionDays }: Config): ScheduleDefinition {
  return {
    scheduleId: 'audit-retention-daily',
    cron: AUDIT_RETENTION_CRON,
    configVariable: 'AUDIT_RETENTION_DAYS',
    workflowType: 'dropOldAuditEvents',
    args: [auditRetentionDays],
    summary: `Drops audit events that are more than ${auditRetentionDays} days old`,
  };
}
