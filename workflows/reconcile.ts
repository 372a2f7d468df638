import type { ReconciledReports } from '../activities/reconcile-activities.js';
import { reconcileImports, reconcileReports } from './proxies.js';

/** The reports and imports that were running in the database only, by what was done about them. */
export interface Reconciled {
  readonly reports: ReconciledReports;
  /** The ids of imports that were closed. */
  readonly imports: readonly string[];
}

/** Repairs reports and imports that the database has as running, although Temporal runs no workflow for them. */
export async function reconcile(): Promise<Reconciled> {
  return { reports: await reconcileReports(), imports: await reconcileImports() };
}
