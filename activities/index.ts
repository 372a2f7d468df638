import { withNonRetryableFailures } from './failures.js';
import { createImportActivities, type ImportActivityDependencies } from './imports/import-activities.js';
import { createReconcileActivities, type ReconcileActivityDependencies } from './reconcile-activities.js';
import { createReportActivities, type ReportActivityDependencies } from './reports/report-activities.js';
import { createRetentionActivities, type RetentionActivityDependencies } from './retention-activities.js';

export type ActivityDependencies = ImportActivityDependencies &
  ReportActivityDependencies &
  ReconcileActivityDependencies &
  RetentionActivityDependencies;

/** Creates all activities. */
export function createActivities(dependencies: ActivityDependencies) {
  return withNonRetryableFailures({
    ...createImportActivities(dependencies),
    ...createReportActivities(dependencies),
    ...createReconcileActivities(dependencies),
    ...createRetentionActivities(dependencies),
  });
}

export type Activities = ReturnType<typeof createActivities>;
