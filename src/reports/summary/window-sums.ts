import { Injectable } from '@nestjs/common';
import type { StoreScope } from '../../domain/access/store-scope.js';
import { ReportSumRepository, type WindowOfReport } from '../../persistence/reports/rows/report-sum.repository.js';
import type { TrendSum } from './report-trend.dto.js';

/** Sums of windows that are kept, some hundred bytes each. */
const MAX_KEPT = 5_000;

const NONE: TrendSum = { stores: 0, uptime: { up: 0n, down: 0n, unobserved: 0n, excused: 0n } };

/** Sums windows of complete reports. These never change, so the sums over all stores are kept in memory, the last used ones. */
@Injectable()
export class WindowSums {
  private readonly kept = new Map<string, TrendSum>();

  constructor(private readonly sums: ReportSumRepository) {}

  /** Returns the sums in the order of `windows`, each of another report. */
  async of(windows: readonly WindowOfReport[], scope: StoreScope): Promise<TrendSum[]> {
    const known = scope === 'all' ? windows.map((window) => this.kept.get(keyOf(window))) : [];
    const missing = windows.filter((_, index) => known[index] === undefined);
    const summed = missing.length === 0 ? [] : await this.sums.ofWindows(missing, scope);
    const found = new Map(summed.map((sum) => [sum.reportId, sum]));
    const all = windows.map((window, index): TrendSum => known[index] ?? found.get(window.reportId) ?? NONE);
    if (scope === 'all') windows.forEach((window, index) => this.keep(keyOf(window), all[index]!));
    return all;
  }

  private keep(key: string, sum: TrendSum): void {
    this.kept.delete(key);
    this.kept.set(key, sum);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAX_KEPT) return;
      this.kept.delete(oldest);
    }
  }
}

function keyOf({ reportId, window }: WindowOfReport): string {
  return `${reportId} ${window}`;
}
