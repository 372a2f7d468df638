import type { Reconciliation } from '../activities/reconcile-activities.js';
import { reconcileReports as reconcile } from './proxies.js';

/** Makes good what the database and Temporal disagree on about reports, and tells what that was. */
export async function reconcileReports(): Promise<Reconciliation> {
  return reconcile();
}
