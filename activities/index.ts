import { createImportActivities, type ImportActivityDependencies } from './import-activities.js';
import { createReportActivities, type ReportActivityDependencies } from './report-activities.js';
import { createRetentionActivities, type RetentionActivityDependencies } from './retention-activities.js';

export type ActivityDependencies = ImportActivityDependencies &
  ReportActivityDependencies &
  RetentionActivityDependencies;

/** Everything that workflows may ask of the world. */
export function createActivities(dependencies: ActivityDependencies) {
  return {
    ...createImportActivities(dependencies),
    ...createReportActivities(dependencies),
    ...createRetentionActivities(dependencies),
  };
}

export type Activities = ReturnType<typeof createActivities>;
