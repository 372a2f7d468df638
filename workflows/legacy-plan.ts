import type { PinnedPlan, ReportChunk } from '../activities/report-activities.js';

/** What is planned, with what there was to tell before all of it was told. */
export type NormalizedPlan = Omit<PinnedPlan, 'asOf'> & { readonly asOf: number | null };

/** Reads a plan also from histories of the time when it was nothing but its chunks. */
export function normalizePlan(result: PinnedPlan | readonly ReportChunk[]): NormalizedPlan {
  if (!isChunks(result)) return result;
  const storesTotal = result.reduce((sum, { stores }) => sum + stores, 0);
  return { chunks: result, isWhole: true, storesDone: 0, storesTotal, asOf: null };
}

function isChunks(result: PinnedPlan | readonly ReportChunk[]): result is readonly ReportChunk[] {
  return Array.isArray(result);
}
