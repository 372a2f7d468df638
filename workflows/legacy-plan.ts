import type { PinnedPlan } from '../activities/reports/report-activities.js';
import type { ReportChunk } from '../src/domain/reports/report.js';

/** A plan; `asOf` is null in old histories, and whether there are groups is not said in some. */
export type NormalizedPlan = Omit<PinnedPlan, 'asOf' | 'hasGroups'> & {
  readonly asOf: number | null;
  readonly hasGroups: boolean;
};

type WrittenPlan = Omit<PinnedPlan, 'hasGroups'> & Partial<Pick<PinnedPlan, 'hasGroups'>>;

/** Reads the result of `pinReport`, which is a bare list of chunks in old histories. */
export function normalizePlan(result: WrittenPlan | readonly ReportChunk[]): NormalizedPlan {
  if (!isChunkList(result)) return { hasGroups: true, ...result };
  const storesTotal = result.reduce((sum, { stores }) => sum + stores, 0);
  return { chunks: result, isWhole: true, storesDone: 0, storesTotal, asOf: null, hasGroups: true };
}

function isChunkList(result: WrittenPlan | readonly ReportChunk[]): result is readonly ReportChunk[] {
  return Array.isArray(result);
}
