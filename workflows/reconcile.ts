import type { Reconciliation } from '../activities/reconcile-activities.js';
import { reconcileImports, reconcileReports } from './proxies.js';

/** What was running in the database alone, and what was made of it. */
export interface Reconciled {
  readonly reports: Reconciliation;
  /** Imports that were closed. */
  readonly imports: readonly string[];
}

/** Makes good what the database and Temporal disagree on. */
export async function reconcile(): Promise<Reconciled> {
  return { reports: await reconcileReports(), imports: await reconcileImports() };
}
