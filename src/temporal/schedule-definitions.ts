import { ScheduleOverlapPolicy } from '@temporalio/client';
import type { Config } from '../config/config.js';

/** What becomes of runs that are due at the same time, in words and as Temporal knows it. */
export interface RunPolicy {
  readonly overlap: 'skip' | 'one after the other';
  readonly catchUp: 'one run' | 'every run of the last 24 hours';
  readonly policies: { readonly overlap: ScheduleOverlapPolicy; readonly catchupWindow: '365 days' | '24 hours' };
}

/** A job that runs by itself. */
export interface ScheduleDefinition {
  readonly scheduleId: ScheduleId;
  readonly cron: string;
  /** Where the cron comes from, for who has to correct it. */
  readonly configVariable: string;
  readonly workflowType: string;
  readonly args: readonly unknown[];
  readonly summary: string;
}

export const SCHEDULE_IDS = [
  'ingest-hourly',
  'report-hourly',
  'reconcile',
  'retention-daily',
  'report-retention-daily',
] as const;
export type ScheduleId = (typeof SCHEDULE_IDS)[number];

/**
 * A run that would begin while another goes on is skipped: that one sees the same. After an outage of the server every
 * missed run is due at once, and all but the first are skipped for the same reason: one catch-up run, or the one that
 * was under way.
 */
const SKIP_OVERLAP: RunPolicy = {
  overlap: 'skip',
  catchUp: 'one run',
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '365 days' },
};

/** Each run is as of its own hour, so that none stands for another; those that were missed come one after the other. */
const BUFFER_ALL: RunPolicy = {
  overlap: 'one after the other',
  catchUp: 'every run of the last 24 hours',
  policies: { overlap: ScheduleOverlapPolicy.BUFFER_ALL, catchupWindow: '24 hours' },
};

export const RUN_POLICIES: Record<ScheduleId, RunPolicy> = {
  'ingest-hourly': SKIP_OVERLAP,
  'report-hourly': BUFFER_ALL,
  reconcile: SKIP_OVERLAP,
  'retention-daily': SKIP_OVERLAP,
  'report-retention-daily': SKIP_OVERLAP,
};

/** Often enough that a report whose workflow is gone is not taken for one that goes on. */
const RECONCILE_CRON = '*/5 * * * *';

/** A quiet hour, and not the minute at which everybody's jobs begin. */
const RETENTION_CRON = '37 3 * * *';
const REPORT_RETENTION_CRON = '52 3 * * *';

/** The jobs that a configuration asks for. */
export function scheduleDefinitions(config: Config): ScheduleDefinition[] {
  return [
    importSchedule(config),
    ...reportSchedule(config),
    RECONCILE_SCHEDULE,
    ...pollRetentionSchedule(config),
    ...reportRetentionSchedule(config),
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
