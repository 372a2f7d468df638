import type { PinnedPlan } from '../activities/reports/report-activities.js';
import type { ReportChunk } from '../src/domain/reports/report.js';

/** A plan; `asOf` is null in old histories. */
export type NormalizedPlan = Omit<PinnedPlan, 'asOf'> & { readonly asOf: number | null };

/** Reads the result of `pinReport`, which is a bare list of chunks in old histories. */
export function normalizePlan(result: PinnedPlan | readonly ReportChunk[]): NormalizedPlan {
  if (!isChunkList(result)) return result;
  const storesTotal = result.reduce((sum, { stores }) => sum + stores, 0);
  return { chunks: result, isWhole: true, storesDone: 0, storesTotal, asOf: null };
}

function isChunkList(result: PinnedPlan | readonly ReportChunk[]): result is readonly ReportChunk[] {
  return Array.isArray(result);
}
